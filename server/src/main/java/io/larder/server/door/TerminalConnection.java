package io.larder.server.door;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// One connection between Helidon's socket and our [Conversation]: admits it and keeps its
/// deadline. The socket is closed by Helidon as soon as `handle` returns.
final class TerminalConnection implements ServerConnection {
    private static final byte[] NOTHING = {};

    private final DoorContext door;
    private final ConnectionContext context;
    private final Vigil vigil;
    private final Conversation conversation;

    TerminalConnection(DoorContext door, ConnectionContext context) {
        this.door = door;
        this.context = context;
        this.vigil = door.watch().over(this::closeSocket);
        this.conversation = new Conversation(door, vigil, peer(context), this::pull, this::push);
    }

    @Override
    public void handle(Limit limit) {
        String peer = peer(context);
        try (vigil) {
            vigil.within(door.limits().times().head());
            Optional<String> why = door.turnstile().enter(peer);
            if (why.isPresent()) {
                conversation.turnAway(why.get());
                return;
            }
            try {
                conversation.run();
            } finally {
                door.turnstile().leave(peer);
            }
        }
    }

    private byte[] pull() {
        DataReader reader = context.dataReader();
        try {
            reader.ensureAvailable();
            return reader.readBytes(reader.available());
        } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException _) {
            return NOTHING;
        }
    }

    private boolean push(byte[] bytes) {
        try {
            context.dataWriter().writeNow(BufferData.create(bytes));
            return true;
        } catch (UncheckedIOException | CloseConnectionException _) {
            return false;
        }
    }

    private static String peer(ConnectionContext context) {
        return context.remotePeer().address() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "?";
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /// Called when the door closes: at once for those who only wait, after the answer for others.
    @Override
    public void close(boolean interrupt) {
        if (conversation.end() || interrupt) {
            closeSocket();
        }
    }

    /// Ends every read and write on the socket, from any thread. A socket that cannot even be
    /// closed is gone already, and must not stop the watch over the others.
    private void closeSocket() {
        try {
            context.serverSocket().close();
        } catch (UncheckedIOException _) {
            conversation.end();
        }
    }
}
