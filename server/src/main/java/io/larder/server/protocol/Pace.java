package io.larder.server.protocol;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How often terminals call: options that both families share. `transTimes` and
/// `transIntervalMinutes` matter only without `realtime`, and stand behind it as a safety net.
/// Source: PROTOCOL.md 4.1, 4.4.
public record Pace(
        int errorDelaySeconds,
        int delaySeconds,
        List<LocalTime> transTimes,
        int transIntervalMinutes,
        int syncTimeSeconds,
        boolean realtime) {
    /// What the documents show.
    public static final Pace STANDARD =
            new Pace(60, 30, List.of(LocalTime.MIDNIGHT, LocalTime.of(14, 5)), 1, 600, true);

    private static final int DAY_SECONDS = 86_400;
    private static final int DAY_MINUTES = 1_440;
    private static final int MOST_TIMES = 10;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /// Throws `IllegalArgumentException` naming the option whose value terminals would not take.
    public Pace {
        transTimes = List.copyOf(transTimes);
        within("ErrorDelay", errorDelaySeconds, 1, DAY_SECONDS, "seconds");
        within("Delay", delaySeconds, 1, DAY_SECONDS, "seconds");
        within("TransInterval", transIntervalMinutes, 0, DAY_MINUTES, "minutes");
        within("SyncTime", syncTimeSeconds, 0, DAY_SECONDS, "seconds");
        within("TransTimes", transTimes.size(), 0, MOST_TIMES, "times of day");
    }

    /// `TransTimes` as terminals read it: `00:00;14:05`.
    public String transTimesText() {
        return transTimes.stream().map(CLOCK::format).collect(Collectors.joining(";"));
    }

    /// Throws `IllegalArgumentException` naming option, value and range.
    public static void within(String key, int value, int least, int most, String unit) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " is " + value + ", expected " + least + " to " + most + " " + unit);
        }
    }

    /// Throws `IllegalArgumentException` for a version that invites a key exchange.
    public static void plainVersion(Version version) {
        if (version.compareTo(Version.ENCRYPTED) >= 0) {
            throw new IllegalArgumentException(
                    "PushProtVer is "
                            + version
                            + ", expected one below "
                            + Version.ENCRYPTED
                            + ", which terminal.keyExchange tells by itself");
        }
    }
}
