package io.larder.server.protocol.canteen;

import io.larder.server.protocol.OptionText;
import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The answer to a canteen terminal's initialisation: set and order of the document's example, then
/// the card sectors and the version, an empty line last. Sources: PROTOCOL.md 1.1.1, 4.1, 4.6;
/// traps T-028 to T-030, T-091.
public final class CanteenOptions {
    private CanteenOptions() {}

    /// `bookmark` gives the value kept under a name or `0`, `pushver` is what the terminal
    /// announced.
    public static Bytes write(
            Serial serial,
            CanteenSettings settings,
            @Nullable Version pushver,
            Function<String, String> bookmark) {
        OptionText text = new OptionText(serial, bookmark);
        stamps(text);
        pace(text, settings.pace(), settings.transFlag());
        text.put("AllowOnline", settings.allowOnline() ? 1 : 0)
                .put("MachineType", settings.machineType())
                .put("CustomSector", settings.customSector())
                .put("TimeZone", OptionText.timeZone(settings.zone()))
                .put("Realtime", settings.pace().realtime() ? 1 : 0)
                .put("Encrypt", 0)
                .putIfSet("UseSection", settings.cardSectors().useSection())
                .putIfSet("BackSection", settings.cardSectors().backSection())
                .putIfSet("CardPass", settings.cardSectors().cardPass())
                .version(settings.pushProtVer(), pushver);
        return text.blankLine().bytes();
    }

    private static void stamps(OptionText text) {
        text.stamps("Stamp", "OpStamp", "ZhiWeiLogStamp", "ZhiWeiLogStampId")
                .stamps("ZhiWeiBakLogStampId")
                .stamps("PosLogStamp", "FullLogStamp", "AllowLogStamp")
                .stamps("PosLogStampId", "FullLogStampId", "AllowLogStampId")
                .stamps("PosBakLogStampId", "FullBakLogStampId", "AllowBakLogStampId")
                .put("UseStampId", 1)
                .put("TableNameStamp", 0)
                .stamps("PhotoStamp");
    }

    private static void pace(OptionText text, Pace pace, String transFlag) {
        text.put("ErrorDelay", pace.errorDelaySeconds())
                .put("Delay", pace.delaySeconds())
                .put("TransTimes", pace.transTimesText())
                .put("TransInterval", pace.transIntervalMinutes())
                .put("TransFlag", transFlag)
                .put("SyncTime", pace.syncTimeSeconds());
    }
}
