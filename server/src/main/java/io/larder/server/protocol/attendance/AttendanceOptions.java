package io.larder.server.protocol.attendance;

import io.larder.server.protocol.OptionText;
import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The answer to an attendance terminal's initialisation. Old and new stamps are both sent, each
/// firmware takes its own. Sources: PROTOCOL.md 1.2.1, 4.2 to 4.6; traps T-066 to T-068, T-091.
public final class AttendanceOptions {
    /// From here on `TransFlag` is a list of names.
    private static final Version LISTS = Version.of(2, 1, 0);

    private AttendanceOptions() {}

    /// `bookmark` gives the value kept under a name or `0`, `pushver` is what the terminal
    /// announced, `capabilities` what it told before.
    public static Bytes write(
            Serial serial,
            AttendanceSettings settings,
            @Nullable Version pushver,
            Function<String, String> bookmark,
            Capabilities capabilities) {
        Pace pace = settings.pace();
        return new OptionText(serial, bookmark)
                .stamps("Stamp", "OpStamp", "PhotoStamp")
                .stamps("ATTLOGStamp", "OPERLOGStamp", "ATTPHOTOStamp")
                .stampsIfSet("BIODATAStamp", "IDCARDStamp", "ERRORLOGStamp")
                .put("ErrorDelay", pace.errorDelaySeconds())
                .put("Delay", pace.delaySeconds())
                .put("TransTimes", pace.transTimesText())
                .put("TransInterval", pace.transIntervalMinutes())
                .put("TransFlag", transFlag(settings, pushver))
                .put("TimeZone", OptionText.timeZone(settings.zone()))
                .put("Realtime", pace.realtime() ? 1 : 0)
                .put("Encrypt", 0)
                .version(settings.pushProtVer(), pushver)
                .putIfSet("MultiBioDataSupport", capabilities.sharedTemplates().orElse(null))
                .putIfSet("MultiBioPhotoSupport", capabilities.sharedPhotos().orElse(null))
                .bytes();
    }

    private static String transFlag(AttendanceSettings settings, @Nullable Version pushver) {
        return pushver == null || pushver.compareTo(LISTS) < 0
                ? TransData.bits(settings.transData())
                : TransData.list(settings.transData());
    }
}
