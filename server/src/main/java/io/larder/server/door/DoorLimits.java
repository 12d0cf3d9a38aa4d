package io.larder.server.door;

import java.time.Duration;

/// Every limit of a door, with its unit and its reason.
public record DoorLimits(Sizes sizes, Times times, Crowd crowd) {
    /// Retry-After of a door without room, seconds: longer than a burst of uploads takes to drain.
    static final int RETRY_SECONDS = 5;

    /// Before the next request is read of who was told to come later and stays: one that does not
    /// stop for it makes ten requests a second on a connection, and leaves the processor to others.
    static final Duration HOLD = Duration.ofMillis(100);

    /// Bodies that may wait for room in the budget at a time. More would not get any within their
    /// wait, and hold connections meanwhile; the sender is told at once to come again.
    static final int BUDGET_QUEUE = 32;

    /// First line of a chunk, bytes: a size and a short extension; more is noise.
    static final int CHUNK_LINE_BYTES = 256;

    /// Slowest body that is waited for, bytes per second: a bad GPRS line still manages it.
    static final int SLOWEST_BYTES_PER_SECOND = 1024;

    /// Part of a file in memory at a time, bytes: every connection may be sending one, and the heap
    /// is small.
    static final int FILE_CHUNK_BYTES = 16 << 10;

    /// A message of who has not logged in yet, bytes: it says keys, names and numbers. What is read
    /// before anybody is known must not take much memory, however it is made.
    static final int STRANGER_BYTES = 64 << 10;

    /// What may wait to be written on one connection, bytes: some of the largest messages that a
    /// meeting terminal takes, beyond which it is not reading.
    static final int OUTBOX_BYTES = 256 << 10;

    /// Heap that is not the door's, bytes: a box whose terminals are quiet holds 11 MB.
    private static final long ELSEWHERE_BYTES = 16 << 20;

    /// Heap for one connection, bytes: a slow sender holds 26 KB, and the collector wants room.
    private static final long CONNECTION_BYTES = 56 << 10;

    /// The same with TLS, estimated: a record of 16 KB each way, and the engine.
    private static final long COVERED_BYTES = 120 << 10;

    /// Connections however small the heap is.
    private static final int FEWEST = 64;

    /// Bytes. `head`: request line and headers; `body`: one request body; `unbudgeted`: bodies up
    /// to this size are outside the budget, so that a few rows never wait behind other people's
    /// photos; `budget`: all larger bodies together, the heap's share.
    public record Sizes(int head, int body, int unbudgeted, int budget) {
        /// What one terminal may have of the budget is a fourth of it, and always one body: one
        /// that sends on many connections leaves room for three others that do.
        static final int SHARES = 4;

        /// A body that can never fit would be refused for ever.
        public Sizes {
            if (budget < body) {
                throw new IllegalArgumentException(
                        "budget of " + budget + " bytes is smaller than one body of " + body);
            }
        }

        /// Bytes of the budget that one terminal may have.
        int perTerminal() {
            return Math.max(body, budget / SHARES);
        }
    }

    /// `idle`: wait for the next request on an open connection, longer than the usual poll
    /// interval; `head`: from a request's first byte (and from the connect) to the end of its head;
    /// `slack`: a body or an answer may take this long, plus its size at the slowest pace;
    /// `budgetWait`: wait for room in the body budget; `linger`: after a refusal, while the sender
    /// may still be writing, because closing over unread bytes would destroy the answer; `tick`:
    /// how often deadlines are looked at; `shutdown`: for answers under way when the door closes.
    public record Times(
            Duration idle,
            Duration head,
            Duration slack,
            Duration budgetWait,
            Duration linger,
            Duration tick,
            Duration shutdown) {
        /// The same with so much time for a head, and for a handshake.
        public Times withHead(Duration other) {
            return new Times(idle, other, slack, budgetWait, linger, tick, shutdown);
        }
    }

    /// Connections. `open`: all together, 500 terminals with two each; `perAddress`: one address,
    /// as high as a site behind one router needs, and not all; `refusals`: beyond `open`, at the
    /// same time, each to be told 503; more wait in the kernel, so that file descriptors are
    /// bounded (a failing accept ends the listener for good); `grace`: when all are taken, a
    /// connection that has been waited for longer than this gives way to a new one: time enough to
    /// send a request over a slow line, and too little to keep the others out.
    public record Crowd(int open, int perAddress, int refusals, Duration grace) {
        /// Half a second of a slow line to connect, half to begin.
        public static final Duration GRACE = Duration.ofSeconds(1);
    }

    /// What a Raspberry Pi class machine bears.
    public static DoorLimits defaults() {
        return new DoorLimits(
                new Sizes(16 << 10, 3 << 20, 8 << 10, 16 << 20),
                new Times(
                        Duration.ofSeconds(75),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(500),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(5)),
                new Crowd(1_024, 768, 256, Crowd.GRACE));
    }

    /// The same for a box with `heap` bytes, with TLS or without, and `open` connections, 0 for as
    /// many as fit: where there is less, fewer connect and bodies share less, so that a crowd
    /// cannot end the box for want of memory.
    public static DoorLimits fitting(long heap, boolean covered, int open) {
        DoorLimits usual = defaults();
        long spare = Math.max(0, heap - ELSEWHERE_BYTES);
        long each = covered ? COVERED_BYTES : CONNECTION_BYTES;
        int all = open == 0 ? Math.clamp(spare / each, FEWEST, usual.crowd().open()) : open;
        Sizes sizes = usual.sizes();
        return new DoorLimits(
                new Sizes(
                        sizes.head(),
                        sizes.body(),
                        sizes.unbudgeted(),
                        Math.clamp(spare / 4, sizes.body(), sizes.budget())),
                usual.times(),
                new Crowd(
                        all,
                        Math.clamp(all * 3L / 4, 1, usual.crowd().perAddress()),
                        Math.clamp(all / 4, 1, usual.crowd().refusals()),
                        usual.crowd().grace()));
    }

    /// The time that `bytes` may take: the slack and their size at the slowest pace.
    Duration timeFor(long bytes) {
        return times.slack().plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }

    /// Body bytes that must arrive within each slack, so that the pace holds all the way and a
    /// large body is no licence to stall.
    long bytesPerSlack() {
        return Math.max(1, times.slack().toMillis() * SLOWEST_BYTES_PER_SECOND / 1000);
    }
}
