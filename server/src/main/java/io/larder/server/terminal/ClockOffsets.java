package io.larder.server.terminal;

import io.larder.server.record.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How far the clocks of terminals are off the box's, as far as their reports show. Known since the
/// start only.
///
/// A report of what has not been yet shows at once that a clock is ahead, one of now that it is
/// right. One of what was shows nothing by itself, because a terminal may report late; but when
/// report after report is late by the same time, it is the clock.
public final class ClockOffsets {
    /// Reports that differ by less are late by the same time.
    private static final Duration SAME = Duration.ofMinutes(1);

    /// So many of them, over so long, are no chance.
    private static final int ENOUGH = 3;

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    /// Reports that were off by about the same: since when, and how many.
    private record Row(long offMillis, long sinceMillis, long lastMillis, int count, int bootId) {
        boolean continuedBy(Reported report) {
            return report.stamp().bootId() == bootId
                    && Math.abs(report.offMillis() - offMillis) <= SAME.toMillis();
        }

        Row with(Reported report) {
            return new Row(
                    report.offMillis(),
                    sinceMillis,
                    report.stamp().monotonicMillis(),
                    count + 1,
                    bootId);
        }

        static Row of(Reported report) {
            long now = report.stamp().monotonicMillis();
            return new Row(report.offMillis(), now, now, 1, report.stamp().bootId());
        }

        boolean shows() {
            return offMillis >= -ClockTrust.TOLERANCE.toMillis()
                    || (count >= ENOUGH && lastMillis - sinceMillis >= LONG_ENOUGH.toMillis());
        }
    }

    private final Map<Serial, Row> rows = new TreeMap<>();
    private final Map<Serial, Duration> known = new TreeMap<>();

    /// A terminal reported something. What came while the box's own clock was not trusted shows
    /// nothing.
    public synchronized void heard(Reported report) {
        if (!report.stamp().clockTrusted()) {
            return;
        }
        Row row =
                Optional.ofNullable(rows.get(report.serial()))
                        .filter(before -> before.continuedBy(report))
                        .map(before -> before.with(report))
                        .orElseGet(() -> Row.of(report));
        rows.put(report.serial(), row);
        if (row.shows()) {
            known.put(report.serial(), Duration.ofMillis(row.offMillis()));
        }
    }

    /// By how much each clock is ahead (negative: behind), of those that have shown it.
    public synchronized Map<Serial, Duration> all() {
        return new TreeMap<>(known);
    }

    /// Whether a clock that is `off` is one to tell a person about.
    public static boolean drifts(Duration off) {
        return off.abs().compareTo(ClockTrust.TOLERANCE) > 0;
    }
}
