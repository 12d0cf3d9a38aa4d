package io.larder.server.exchange.meeting;

/// Where terminals that stay connected are received.
@FunctionalInterface
public interface Reception {
    /// The terminal at address `peer` has connected; `speaker` reaches it.
    MeetingSession open(String peer, Speaker speaker);
}
