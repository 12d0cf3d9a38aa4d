package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an attendance terminal is told at initialisation, apart from its bookmarks. `pushProtVer`
/// is the highest version that this box speaks; null suppresses the option. Source: PROTOCOL.md
/// 4.2, 4.4 to 4.6.
public record AttendanceSettings(
        Pace pace, Set<TransData> transData, ZoneOffset zone, @Nullable Version pushProtVer) {
    /// Throws `IllegalArgumentException` naming option, value and what was expected.
    public AttendanceSettings {
        transData = Set.copyOf(transData);
        if (!TransData.bits(transData).contains("1")) {
            throw new IllegalArgumentException(
                    "TransFlag is "
                            + TransData.bits(transData)
                            + ", expected at least one kind of data: old terminals take none for"
                            + " photos only");
        }
        if (!transData.contains(TransData.OP_LOG)
                && transData.stream().anyMatch(TransData.NEED_OP_LOG::contains)) {
            throw new IllegalArgumentException(
                    "TransFlag is "
                            + TransData.bits(transData)
                            + " without OpLog, expected OpLog with EnrollUser, ChgUser, EnrollFP or"
                            + " ChgFP");
        }
    }

    /// Everything but fingerprint images, for a site in `zone`.
    public static AttendanceSettings standard(ZoneOffset zone) {
        return new AttendanceSettings(
                Pace.STANDARD,
                EnumSet.complementOf(EnumSet.of(TransData.FP_IMAGE, TransData.FINGER_VEIN)),
                zone,
                Version.of(2, 3, 0));
    }

    /// The same with another highest version, null for none.
    public AttendanceSettings speaking(@Nullable Version version) {
        return new AttendanceSettings(pace, transData, zone, version);
    }

    /// The same for a site whose clock is `zone` now.
    public AttendanceSettings in(ZoneOffset now) {
        return new AttendanceSettings(pace, transData, now, pushProtVer);
    }
}
