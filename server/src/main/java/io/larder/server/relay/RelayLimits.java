package io.larder.server.relay;

import java.time.Duration;

/// How much the relay sends at once and how patient it is.
///
/// - `batchRecords`, `batchBytes`: a batch ends at the first of them; a single record may be
///   larger. Two batches are in memory, so this bounds the relay.
/// - `backoffLeast`, `backoffMost`: the wait after a failure grows from one to the other.
/// - `cursorEvery`, `cursorBytes`: the cursor on the medium is moved at most this often, and at the
///   latest after this much was sent; it is a hint, so wear counts more than being exact.
/// - `idle`: how long to wait for new records before looking around.
/// - `contents`: whether records carry the bytes they are about; off for a metered line, or where
///   faces and fingers must not leave the site.
/// - `tries`: how often a refused record is sent before it becomes a dead letter.
public record RelayLimits(
        int batchRecords,
        int batchBytes,
        Duration backoffLeast,
        Duration backoffMost,
        Duration cursorEvery,
        long cursorBytes,
        Duration idle,
        int tries,
        boolean contents) {
    /// The limits of a box. 2,000 records compress to about 100 KB: seconds on a slow line.
    public static final RelayLimits DEFAULT =
            new RelayLimits(
                    2000,
                    1 << 20,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    4 << 20,
                    Duration.ofMillis(500),
                    3,
                    true);

    /// The same with another longest wait, never shorter than the least.
    public RelayLimits withBackoffMost(Duration most) {
        return new RelayLimits(
                batchRecords,
                batchBytes,
                backoffLeast,
                most.compareTo(backoffLeast) < 0 ? backoffLeast : most,
                cursorEvery,
                cursorBytes,
                idle,
                tries,
                contents);
    }

    /// The same with or without the bytes that records are about.
    public RelayLimits withContents(boolean carried) {
        return new RelayLimits(
                batchRecords,
                batchBytes,
                backoffLeast,
                backoffMost,
                cursorEvery,
                cursorBytes,
                idle,
                tries,
                carried);
    }

    /// The most compressed bytes of one batch: an upload of 3 MiB of noise as base64 compresses to
    /// little more than itself, and a receiver's journal entry ends at 4 MiB.
    public static final int PACKED_BYTES = 3584 << 10;

    /// The most text of a stretch that is made ready while another is on the line: a batch of
    /// ordinary records has a megabyte. Several photos of megabytes, each as text and packed, would
    /// be too much for a small heap.
    static final int READY_CHARACTERS = 2 << 20;

    /// Journal entries in one stretch for an upstream that reads the journal itself: what is sent
    /// again after a restart.
    static final int ENTRIES = 64;

    /// A relay that may not send looks again after this time at the latest.
    static final Duration LOOK = Duration.ofMinutes(1);

    /// Alarms kept for showing; the oldest go first.
    static final int ALARMS = 16;
}
