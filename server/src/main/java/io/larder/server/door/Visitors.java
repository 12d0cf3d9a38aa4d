package io.larder.server.door;

import io.helidon.webserver.ConnectionContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Who is in over TLS, by the address and port they come from.
final class Visitors {
    private static final String SLOW = "TLS handshake took too long";

    private final DoorContext.Guard guard;
    private final DoorLimits.Times times;
    private final Optional<Duration> whole;
    private final Map<SocketAddress, Visitor> inside = new ConcurrentHashMap<>();

    /// `whole` is for listeners whose requests are read by others: how long a connection may last
    /// after its handshake. Else nothing but [#met] moves its deadline.
    Visitors(DoorContext.Guard guard, DoorLimits.Times times, Optional<Duration> whole) {
        this.guard = guard;
        this.times = times;
        this.whole = whole;
    }

    Watch watch() {
        return guard.watch();
    }

    Duration handshake() {
        return times.head();
    }

    Duration farewell() {
        return times.linger();
    }

    Optional<Duration> whole() {
        return whole;
    }

    /// Lets a visitor in, or says why not.
    Optional<String> enter(Visitor visitor, String peer) {
        Optional<String> why = guard.turnstile().enter(visitor.vigil(), peer);
        if (why.isEmpty()) {
            inside.put(visitor.getRemoteSocketAddress(), visitor);
        } else {
            guard.log().refused(peer, "", 503, why.get());
            guard.tally().refused().increment();
        }
        return why;
    }

    void leave(Visitor visitor) {
        inside.values().remove(visitor);
        guard.turnstile().leave(visitor.vigil());
    }

    /// A visitor ran out of time before anything was said.
    void cut(Visitor visitor, String peer) {
        guard.tally().cut().increment();
        guard.log().cut(peer, visitor.vigil().whyCut(SLOW));
    }

    /// The visitor of a connection whose hands are shaken; empty when it was cut in that moment.
    Optional<Visitor> met(ConnectionContext context) {
        Optional<Visitor> visitor = Optional.ofNullable(inside.get(context.remotePeer().address()));
        visitor.ifPresent(Visitor::meet);
        return visitor;
    }
}
