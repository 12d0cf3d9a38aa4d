package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.PackedTime;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The answer to `type=time`. Sources: PROTOCOL.md 1.1.2, trap T-033.
public final class TimeAnswer {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter COMPACT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xx", Locale.ROOT);

    private TimeAnswer() {}

    /// `Time=2018-12-20T17:20:13+08:00`, or `Time=20181220172013` for old terminals.
    public static Bytes write(OffsetDateTime now, boolean compact) {
        return Bytes.utf8("Time=" + (compact ? COMPACT : ISO).format(now) + "\n");
    }

    /// `DateTime=823456789,ServerTZ=+0800`: packed seconds of the time in Greenwich, and the zone
    /// of the site, for access-control devices.
    public static Bytes packed(OffsetDateTime now) {
        LocalDateTime greenwich = now.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        return Bytes.utf8(
                "DateTime=" + PackedTime.seconds(greenwich) + ",ServerTZ=" + ZONE.format(now));
    }
}
