package io.larder.server.door;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection between Helidon's socket and our [Conversation]: admits it, keeps its deadline,
/// passes it on when it is not for us. The socket is closed by Helidon as soon as `handle` returns.
final class TerminalConnection implements ServerConnection {
    private static final byte[] NOTHING = {};

    private final DoorContext door;
    private final Passage passage;
    private final ConnectionContext context;
    private final Vigil vigil;
    private final Conversation conversation;
    private volatile @Nullable ServerConnection passedOn;

    TerminalConnection(DoorContext door, Passage passage, ConnectionContext context) {
        this.door = door;
        this.passage = passage;
        this.context = context;
        this.vigil = door.watch().over(this::closeSocket);
        this.conversation = new Conversation(door, vigil, peer(context), this::pull, this::push);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        String peer = peer(context);
        try (vigil) {
            vigil.within(door.limits().times().head());
            Optional<String> why = door.turnstile().enter(peer);
            if (why.isPresent()) {
                conversation.turnAway(why.get());
                return;
            }
            try {
                converse(limit);
            } finally {
                door.turnstile().leave(peer);
            }
        }
    }

    private void converse(Limit limit) throws InterruptedException {
        Optional<ServerConnectionSelector> selector = passage.selector();
        if (selector.isPresent() && isTheirs()) {
            vigil.rest();
            ServerConnection theirs = selector.get().connection(context);
            passedOn = theirs;
            theirs.handle(limit);
        } else {
            conversation.run();
        }
    }

    /// Looks at the first bytes without taking them.
    private boolean isTheirs() {
        DataReader reader = context.dataReader();
        try {
            reader.ensureAvailable();
            Passage.Verdict verdict = passage.judge(first(reader));
            while (verdict == Passage.Verdict.OPEN) {
                reader.pullData();
                verdict = passage.judge(first(reader));
            }
            return verdict == Passage.Verdict.THEIRS;
        } catch (DataReader.InsufficientDataAvailableException | CloseConnectionException _) {
            return false;
        }
    }

    private static String first(DataReader reader) {
        byte[] first = reader.getBuffer(reader.available()).readBytes();
        return new String(first, StandardCharsets.ISO_8859_1);
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
        ServerConnection theirs = passedOn;
        return theirs == null ? Duration.ZERO : theirs.idleTime();
    }

    /// Called when the door closes: at once for those who only wait, after the answer for others.
    @Override
    public void close(boolean interrupt) {
        ServerConnection theirs = passedOn;
        if (theirs != null) {
            theirs.close(interrupt);
        } else if (conversation.end() || interrupt) {
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
