package io.larder.server.door;

import java.time.Duration;

/// Every limit of a door, with its unit and its reason.
public record DoorLimits(Sizes sizes, Times times, Crowd crowd) {
    /// Retry-After of a door without room, seconds: longer than a burst of uploads takes to drain.
    static final int RETRY_SECONDS = 5;

    /// First line of a chunk, bytes: a size and a short extension; more is noise.
    static final int CHUNK_LINE_BYTES = 256;

    /// Slowest body that is waited for, bytes per second: a bad GPRS line still manages it.
    static final int SLOWEST_BYTES_PER_SECOND = 1024;

    /// Part of a file in memory at a time, bytes: every connection may be sending one, and the heap
    /// is small.
    static final int FILE_CHUNK_BYTES = 16 << 10;

    /// What may wait to be written on one connection, bytes: some of the largest messages that a
    /// meeting terminal takes, beyond which it is not reading.
    static final int OUTBOX_BYTES = 256 << 10;

    /// Bytes. `head`: request line and headers; `body`: one request body; `unbudgeted`: bodies up
    /// to this size are outside the budget, so that a few rows never wait behind other people's
    /// photos; `budget`: all larger bodies together, the heap's share.
    public record Sizes(int head, int body, int unbudgeted, int budget) {
        /// A body that can never fit would be refused for ever.
        public Sizes {
            if (budget < body) {
                throw new IllegalArgumentException(
                        "budget of " + budget + " bytes is smaller than one body of " + body);
            }
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
            Duration shutdown) {}

    /// Connections. `open`: all together, a site has a hundred terminals with some connections
    /// each; `perAddress`: one address, high because terminals may sit behind one router;
    /// `refusals`: beyond `open`, at the same time, each to be told 503; more wait in the kernel,
    /// so that file descriptors are bounded (a failing accept ends the listener for good).
    public record Crowd(int open, int perAddress, int refusals) {}

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
                new Crowd(512, 128, 64));
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
