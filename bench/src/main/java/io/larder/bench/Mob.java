package io.larder.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many connections from one thread, so that the crowd takes as little as can be of the cores it
/// shares with the box. Who is sent away comes back after a while.
final class Mob {
    /// What one of them does: says `opening` at once, then `drip` again and again; an empty one is
    /// silence.
    record Manner(String opening, String drip, Duration every) {
        static final Manner SILENT = new Manner("", "", Duration.ofDays(1));
    }

    /// Connects under way at a time: the queue in front of a listener is short.
    private static final int CONNECTING = 512;

    private static final int TICK_MILLIS = 20;
    private static final int STATUS_AT = 9;
    private static final int STATUS_END = 12;

    private final InetSocketAddress box;
    private final Toll toll;
    private final Duration pause;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);
    private int connecting;

    /// Whose connection ends comes again after `pause`.
    Mob(int port, Toll toll, Duration pause) {
        this.box = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.toll = toll;
        this.pause = pause;
    }

    /// Adds one that connects from `address`.
    void add(String address, Manner manner) {
        members.add(new Member(new InetSocketAddress(InetAddress.ofLiteral(address), 0), manner));
    }

    /// Goes on until `deadline` (`System.nanoTime`). Says how many were connected at most.
    int run(long deadline) throws IOException {
        int most = 0;
        try (Selector selector = Selector.open()) {
            while (System.nanoTime() < deadline) {
                int open = 0;
                long now = System.nanoTime();
                for (Member member : members) {
                    member.act(selector, now);
                    open += member.isIn() ? 1 : 0;
                }
                most = Math.max(most, open);
                selector.select(Mob::take, TICK_MILLIS);
            }
        } finally {
            members.forEach(Member::drop);
        }
        return most;
    }

    private static void take(SelectionKey key) {
        Member member = (Member) key.attachment();
        try {
            member.hear(key);
        } catch (IOException _) {
            member.ended();
        }
    }

    private final class Member {
        private final InetSocketAddress from;
        private final Manner manner;
        private @Nullable SocketChannel channel;
        private boolean in;
        private boolean answered;
        private long next;

        Member(InetSocketAddress from, Manner manner) {
            this.from = from;
            this.manner = manner;
        }

        boolean isIn() {
            return in;
        }

        void act(Selector selector, long now) {
            try {
                if (channel == null && now >= next && connecting < CONNECTING) {
                    connect(selector);
                } else if (in && !manner.drip().isEmpty() && now >= next) {
                    next = now + manner.every().toNanos();
                    say(manner.drip());
                }
            } catch (IOException _) {
                ended();
            }
        }

        private void connect(Selector selector) throws IOException {
            toll.offered();
            connecting++;
            answered = false;
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.bind(from);
            opened.connect(box);
            opened.register(selector, SelectionKey.OP_CONNECT, this);
        }

        void hear(SelectionKey key) throws IOException {
            SocketChannel mine = channel;
            if (mine == null) {
                return;
            }
            if (!in) {
                mine.finishConnect();
                in = true;
                connecting--;
                key.interestOps(SelectionKey.OP_READ);
                next = System.nanoTime() + manner.every().toNanos();
                say(manner.opening());
                return;
            }
            buffer.clear();
            int count = mine.read(buffer);
            if (count < 0) {
                ended();
            } else if (!answered && count >= STATUS_END) {
                answered = true;
                toll.answered(status());
            }
        }

        private int status() {
            int status = 0;
            for (int at = STATUS_AT; at < STATUS_END; at++) {
                status = 10 * status + buffer.get(at) - '0';
            }
            return status;
        }

        private void say(String text) throws IOException {
            if (channel != null && !text.isEmpty()) {
                // What does not fit is lost: these make no sense anyway.
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            }
        }

        private void ended() {
            if (!answered) {
                toll.answered(0);
            }
            drop();
            next = System.nanoTime() + pause.toNanos();
        }

        private void drop() {
            if (channel != null && !in) {
                connecting--;
            }
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException _) {
                // It is gone.
            }
            channel = null;
            in = false;
        }
    }
}
