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
    private final Arrival arrival;
    private final Conversation conversation;
    private volatile @Nullable ServerConnection passedOn;

    TerminalConnection(
            DoorContext door,
            Passage passage,
            ConnectionContext context,
            Optional<Visitors> visitors) {
        this.door = door;
        this.passage = passage;
        this.context = context;
        String peer = peer(context);
        this.arrival =
                visitors.<Arrival>flatMap(all -> all.met(context).map(each -> each))
                        .orElseGet(() -> new PlainArrival(door, context, peer));
        this.conversation = new Conversation(door, arrival.vigil(), peer, this::pull, this::push);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            arrival.vigil().within(door.limits().times().head());
            Optional<String> why = arrival.enter();
            if (why.isPresent()) {
                conversation.turnAway(why.get());
            } else {
                converse(limit);
            }
        } finally {
            arrival.over();
        }
    }

    private void converse(Limit limit) throws InterruptedException {
        Optional<ServerConnectionSelector> selector = passage.selector();
        if (selector.isPresent() && isTheirs()) {
            arrival.vigil().rest();
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
            arrival.cut();
        }
    }
}
