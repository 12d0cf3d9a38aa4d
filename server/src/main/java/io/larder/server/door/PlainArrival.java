package io.larder.server.door;

import io.helidon.webserver.ConnectionContext;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A connection without TLS.
final class PlainArrival implements Arrival {
    private final Turnstile turnstile;
    private final ConnectionContext context;
    private final String peer;
    private final Vigil vigil;

    PlainArrival(DoorContext door, ConnectionContext context, String peer) {
        this.turnstile = door.turnstile();
        this.context = context;
        this.peer = peer;
        this.vigil = door.watch().over(this::cut);
    }

    @Override
    public Vigil vigil() {
        return vigil;
    }

    @Override
    public Optional<String> enter() {
        return turnstile.enter(vigil, peer);
    }

    @Override
    public void cut() {
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException _) {
            // It is gone already, and must not stop the watch over the others.
        }
    }

    @Override
    public void over() {
        vigil.close();
        turnstile.leave(vigil);
    }
}
