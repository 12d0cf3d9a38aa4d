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
    private final Arrival arrival;
    private final Conversation conversation;

    TerminalConnection(DoorContext door, ConnectionContext context, Optional<Visitors> visitors) {
        this.door = door;
        this.context = context;
        String peer = peer(context);
        this.arrival =
                visitors.<Arrival>flatMap(all -> all.met(context).map(each -> each))
                        .orElseGet(() -> new PlainArrival(door, context, peer));
        this.conversation = new Conversation(door, arrival.vigil(), peer, this::pull, this::push);
    }

    @Override
    public void handle(Limit limit) {
        try {
            arrival.vigil().within(door.limits().times().head());
            Optional<String> why = arrival.enter();
            if (why.isPresent()) {
                conversation.turnAway(why.get());
            } else {
                conversation.run();
            }
        } finally {
            arrival.over();
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
            arrival.cut();
        }
    }
}
