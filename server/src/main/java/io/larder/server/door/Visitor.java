package io.larder.server.door;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The socket below a TLS connection, from its accept to its end. Helidon 4.3.1 shakes hands before
/// it asks anybody, and says farewell after: both wait for the other side without any deadline. And
/// a TLS socket waits for its own lock, and perhaps for an answer, before it closes. So the place
/// in the turnstile and the deadline belong to this socket, and a cut closes it, not the one above.
final class Visitor extends Socket implements Arrival {
    private final Visitors visitors;
    private final Vigil vigil;
    private final AtomicBoolean inside = new AtomicBoolean();
    private volatile boolean met;
    private volatile String peer = "?";

    Visitor(Visitors visitors) {
        this.visitors = visitors;
        this.vigil = visitors.watch().over(this::late);
    }

    /// Takes a place as soon as the connection is there: a handshake costs more than any answer.
    Optional<String> arrive() {
        peer = getInetAddress().getHostAddress();
        vigil.begins();
        vigil.within(visitors.handshake());
        Optional<String> why = visitors.enter(this, peer);
        inside.set(why.isEmpty());
        return why;
    }

    /// Hands are shaken; the deadline is in other hands now.
    void meet() {
        met = true;
    }

    /// Hands are shaken; others read from now on, who have no deadlines.
    void meetFor(Duration whole) {
        meet();
        vigil.stays();
        vigil.within(whole);
    }

    @Override
    public Vigil vigil() {
        return vigil;
    }

    /// It has its place since it arrived.
    @Override
    public Optional<String> enter() {
        return Optional.empty();
    }

    private void late() {
        if (!met) {
            visitors.cut(this, peer);
        }
        cut();
    }

    @Override
    public void cut() {
        try {
            close();
        } catch (IOException _) {
            // It is gone already, and must not stop the watch over the others.
        }
    }

    /// What is left is the farewell of TLS.
    @Override
    public void over() {
        vigil.within(visitors.farewell());
    }

    /// Called by the TLS socket above when it is done, or by a [#cut].
    @Override
    public void close() throws IOException {
        vigil.close();
        if (inside.compareAndSet(true, false)) {
            visitors.leave(this);
        }
        super.close();
    }
}
