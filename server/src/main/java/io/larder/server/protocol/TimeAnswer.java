package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The answer to `type=time`. Sources: PROTOCOL.md 1.1.2, trap T-033.
public final class TimeAnswer {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    private TimeAnswer() {}

    /// `Time=2018-12-20T17:20:13+08:00`, or `Time=20181220172013` for old terminals.
    public static Bytes write(OffsetDateTime now, boolean compact) {
        return Bytes.utf8("Time=" + (compact ? COMPACT : ISO).format(now) + "\n");
    }
}
