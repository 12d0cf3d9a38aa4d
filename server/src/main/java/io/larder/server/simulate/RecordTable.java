package io.larder.server.simulate;

import java.util.Optional;

/// The kinds of records that a canteen terminal makes, with their three names: in uploads, in
/// CHECK, SYNC and COLL, and in CLEAR (PROTOCOL.md T-026).
enum RecordTable {
    BUYLOG("POSLOG", "POSLOG", "PosLog"),
    FULLLOG("FULLLOG", "FULLVALUE", "FullLog"),
    ALLOWLOG("ALLOWLOG", "SIDYLOG", "AllowLog");

    private final String sent;
    private final String cleared;

    /// In INFO.
    final String fact;

    RecordTable(String sent, String cleared, String fact) {
        this.sent = sent;
        this.cleared = cleared;
        this.fact = fact;
    }

    static Optional<RecordTable> sent(String name) {
        for (RecordTable table : values()) {
            if (table.sent.equals(name)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    static Optional<RecordTable> cleared(String name) {
        for (RecordTable table : values()) {
            if (table.cleared.equals(name)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
