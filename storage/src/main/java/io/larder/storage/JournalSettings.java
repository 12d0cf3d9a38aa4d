package io.larder.storage;

/// How large a journal is. Bytes unless a name says otherwise.
///
/// - `segmentBytes`: size of one segment file, a multiple of 4,096.
/// - `segments`: how many files the ring may have; their product is the room for what no upstream
///   has taken yet.
/// - `queueBytes`: how much may wait for the writer before it answers busy.
/// - `sync`: false leaves out every flush. Only for showing that the fault tests can fail.
public record JournalSettings(long segmentBytes, int segments, int queueBytes, boolean sync) {
    /// Least number of segments a ring can turn with.
    public static final int MIN_SEGMENTS = 4;

    /// Least size of a segment: header and a few blocks.
    public static final long MIN_SEGMENT_BYTES = 64 * 1024L;

    /// Greatest size of a segment: offsets in a block are 32 bits wide.
    public static final long MAX_SEGMENT_BYTES = 1L << 30;

    /// The settings of a box: 4 MiB segments, 256 of them (1 GiB: a month of 10,000 lone purchases
    /// a day at 4,096 bytes each takes 1.2 GB), 8 MiB of waiting entries.
    public static final JournalSettings DEFAULT = new JournalSettings(4L << 20, 256, 8 << 20, true);

    /// Throws `IllegalArgumentException` naming value and expectation.
    public JournalSettings {
        if (segmentBytes < MIN_SEGMENT_BYTES
                || segmentBytes > MAX_SEGMENT_BYTES
                || segmentBytes % Block.PAGE != 0) {
            throw new IllegalArgumentException(
                    "segment of %d bytes, expected a multiple of 4096 from %d to %d"
                            .formatted(segmentBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES));
        }
        if (segments < MIN_SEGMENTS) {
            throw new IllegalArgumentException(
                    segments + " segments, expected at least " + MIN_SEGMENTS);
        }
    }

    /// The largest stored entry: it must fit a segment beside its headers.
    public int maxEntryBytes() {
        return (int) (segmentBytes - 2L * Block.PAGE);
    }
}
