package io.larder.server.relay;

import io.larder.storage.Draft;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// What a metered line may carry: so many bytes a day of the site, at some hours of it only.
///
/// A box whose clock is not set does not know the hour: the hours do not hold then, because a box
/// that never sends is worse than one that sends at a dear time.
public final class Allowance {
    /// At most so many bytes a day; 0: any.
    private final long bytesPerDay;

    private final Optional<Hours> hours;
    private final ZoneId zone;

    private LocalDate day = LocalDate.MIN;
    private long usedBefore;

    /// What the upstream had carried when the day began here.
    private long carriedBefore;

    private long written;

    /// Of the day, `until` exclusive; over midnight when it is earlier.
    public record Hours(LocalTime from, LocalTime until) {
        /// Reads `22:00-06:00`; throws `IllegalArgumentException` for anything else.
        public static Hours read(String text) {
            if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d")) {
                throw new IllegalArgumentException("expected HH:MM-HH:MM");
            }
            Hours hours =
                    new Hours(
                            LocalTime.parse(text.substring(0, 5)),
                            LocalTime.parse(text.substring(6)));
            if (hours.from.equals(hours.until)) {
                throw new IllegalArgumentException("the end is the beginning");
            }
            return hours;
        }

        boolean holds(LocalTime time) {
            boolean after = !time.isBefore(from);
            boolean before = time.isBefore(until);
            return from.isBefore(until) ? after && before : after || before;
        }
    }

    /// Why nothing may be sent, and for how long.
    public record Closed(String why, Duration time) {}

    /// `bytesPerDay` 0 is without limit; days and hours are those of `zone`.
    public Allowance(long bytesPerDay, Optional<Hours> hours, ZoneId zone) {
        this.bytesPerDay = bytesPerDay;
        this.hours = hours;
        this.zone = zone;
    }

    /// No limit at all.
    public static Allowance unlimited() {
        return new Allowance(0, Optional.empty(), ZoneId.of("UTC"));
    }

    /// Whether anything may be sent now. `carried` is what the upstream has put on the line since
    /// the start.
    Optional<Closed> closed(Draft.Stamp now, long carried, Helm helm) {
        if (bytesPerDay == 0 && hours.isEmpty()) {
            return Optional.empty();
        }
        ZonedDateTime time = Instant.ofEpochMilli(now.wallMillis()).atZone(zone);
        count(time.toLocalDate(), carried, helm);
        if (bytesPerDay > 0 && used(carried) >= bytesPerDay) {
            ZonedDateTime next = time.toLocalDate().plusDays(1).atStartOfDay(zone);
            return Optional.of(
                    new Closed(
                            "the day's " + bytesPerDay + " bytes are used",
                            Duration.between(time, next)));
        }
        return hours.filter(_ -> now.clockTrusted())
                .filter(each -> !each.holds(time.toLocalTime()))
                .map(each -> new Closed("not before " + each.from(), untilNext(time, each.from())));
    }

    private static Duration untilNext(ZonedDateTime time, LocalTime from) {
        ZonedDateTime today = time.with(from);
        return Duration.between(time, today.isAfter(time) ? today : today.plusDays(1));
    }

    private long used(long carried) {
        return usedBefore + carried - carriedBefore;
    }

    /// Written down whenever another twentieth of the day's bytes is used, so that a box that
    /// starts often does not use them twice.
    private void count(LocalDate today, long carried, Helm helm) {
        if (!today.equals(day)) {
            day = today;
            carriedBefore = carried;
            usedBefore = usedOn(today, helm.used());
            written = usedBefore;
        }
        if (bytesPerDay > 0 && used(carried) - written >= Math.max(1, bytesPerDay / 20)) {
            written = used(carried);
            helm.use(today + " " + written);
        }
    }

    private static long usedOn(LocalDate today, String written) {
        String prefix = today + " ";
        return written.startsWith(prefix) ? Long.parseLong(written.substring(prefix.length())) : 0;
    }
}
