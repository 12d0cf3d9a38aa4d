package io.larder.server.exchange.meeting;

import io.larder.server.record.Bytes;

/// One connection of a meeting terminal, from its first message to its end.
public interface MeetingSession {
    /// A message came. Returns when its answer was said; blocks until what it answers for is
    /// durable. One at a time.
    void heard(Bytes text);

    /// Whether it is known which terminal this is.
    boolean isLoggedIn();

    /// Time has passed: whoever has been silent for too long is sent away. Called again and again
    /// by another thread, never waits.
    void tick();

    /// The connection is over. When this returns no command goes out on it any more.
    void closed();
}
