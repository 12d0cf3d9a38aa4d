package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What the ledger keeps closed, opened for whoever asks. The column `closed` of a row says what
/// was done to it.
final class Closed {
    /// In the clear.
    static final int NOT = 0;

    /// Closed by the ledger: `raw`, and the fields of a record.
    static final int HERE = 1;

    /// A payload that could not be opened when it was read from the journal, as it stands there.
    static final int AS_FOUND = 2;

    private static final byte[] NOTHING = {};

    /// The fields of a record that cannot be opened.
    private static final String SEALED_FIELDS = "{\"sealed\":true}";

    private Closed() {}

    static String closeFields(Veil veil, Position record, String fields) {
        byte[] closed = veil.close(fields.getBytes(UTF_8), About.fields(record));
        return Base64.getEncoder().encodeToString(closed);
    }

    static String fields(Veil veil, Position record, String stored, int closed) {
        return closed == NOT
                ? stored
                : veil.open(Base64.getDecoder().decode(stored), About.fields(record))
                        .map(clear -> new String(clear, UTF_8))
                        .orElse(SEALED_FIELDS);
    }

    /// The line of a record; of one that cannot be opened none.
    static Optional<byte[]> raw(Veil veil, Position record, Optional<byte[]> stored, int closed) {
        return closed == NOT ? stored : stored.flatMap(raw -> veil.open(raw, About.raw(record)));
    }

    /// A quarantined line; of one that cannot be opened no byte.
    static byte[] quarantined(Veil veil, QuarantineRow row, int closed) {
        return switch (closed) {
            case NOT -> row.raw();
            case HERE -> veil.open(row.raw(), About.quarantine(row.position())).orElse(NOTHING);
            default ->
                    Arrays.stream(EntryKind.values())
                            .filter(kind -> kind.name().equals(row.source()))
                            .map(kind -> About.entry(kind, row.subject(), row.receivedMillis()))
                            .flatMap(about -> veil.open(row.raw(), about).stream())
                            .findFirst()
                            .orElse(NOTHING);
        };
    }
}
