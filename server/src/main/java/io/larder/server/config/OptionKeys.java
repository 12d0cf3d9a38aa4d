package io.larder.server.config;

import java.util.List;

/// The keys of what canteen and attendance terminals are told about their work, `options.KEY` and
/// `canteen.KEY`.
public final class OptionKeys {
    private static final int DAY_MINUTES = 1_440;

    public static final Key<Integer> DELAY =
            Key.integer("options.delaySeconds", 30, 1, Key.DAY_SECONDS, "Pause between polls.");
    public static final Key<Integer> ERROR_DELAY =
            Key.integer(
                    "options.errorDelaySeconds",
                    60,
                    1,
                    Key.DAY_SECONDS,
                    "Pause after a failed connection.");
    public static final Key<String> TRANS_TIMES =
            Key.text(
                    "options.transTimes",
                    "00:00;14:05",
                    "Fixed upload times, at most ten HH:MM joined by semicolons.");
    public static final Key<Integer> TRANS_INTERVAL =
            Key.integer(
                    "options.transIntervalMinutes", 1, 0, DAY_MINUTES, "Pause between uploads.");
    public static final Key<Integer> SYNC_TIME =
            Key.integer(
                    "options.syncTimeSeconds",
                    600,
                    0,
                    Key.DAY_SECONDS,
                    "Clock setting; 0 is never.");
    public static final Key<Boolean> REALTIME =
            Key.flag("options.realtime", true, "Terminals upload at once.");
    public static final Key<String> PUSH_PROT_VER =
            Key.text(
                    "options.pushProtVer",
                    "2.3.0",
                    "Protocol version told to terminals, below 2.4.0; empty: not told.");
    public static final Key<Boolean> COMPACT_TIME =
            Key.flag(
                    "options.compactTime",
                    false,
                    "Answer time questions as YYYYMMDDHHMMSS, for old canteen terminals.");
    public static final Key<String> CANTEEN_TRANS_FLAG =
            Key.text("canteen.transFlag", "1111101011", "What canteen terminals send.");
    public static final Key<Integer> MACHINE_TYPE =
            Key.integer("canteen.machineType", 0, 0, 2, "0 purchases, 1 top-ups, 2 subsidies.");
    public static final Key<Integer> CUSTOM_SECTOR =
            Key.integer("canteen.customSector", 1, 0, 255, "Told as it is.");
    public static final Key<Boolean> ALLOW_ONLINE =
            Key.flag("canteen.allowOnline", false, "Told as it is.");
    public static final Key<String> USE_SECTION =
            Key.text("canteen.useSection", "", "Main card sector; empty: not told.");
    public static final Key<String> BACK_SECTION =
            Key.text("canteen.backSection", "", "Backup card sector; empty: not told.");
    public static final Key<String> CARD_PASS =
            Key.secret("canteen.cardPass", "Card password; empty: not told. Never logged.");

    /// All of them, in order.
    static final List<Key<?>> ALL =
            List.of(
                    DELAY,
                    ERROR_DELAY,
                    TRANS_TIMES,
                    TRANS_INTERVAL,
                    SYNC_TIME,
                    REALTIME,
                    PUSH_PROT_VER,
                    COMPACT_TIME,
                    CANTEEN_TRANS_FLAG,
                    MACHINE_TYPE,
                    CUSTOM_SECTOR,
                    ALLOW_ONLINE,
                    USE_SECTION,
                    BACK_SECTION,
                    CARD_PASS);

    private OptionKeys() {}
}
