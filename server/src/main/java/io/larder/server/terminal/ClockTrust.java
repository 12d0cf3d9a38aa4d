package io.larder.server.terminal;

import io.larder.server.record.Serial;
import io.larder.storage.Draft;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the box may believe its wall clock. A machine without a battery clock comes up with any
/// time, and terminals set their clocks by the box: so the clock is not trusted until something
/// speaks for it, and no longer once it jumps without a reason. Source: PROTOCOL.md 1.0.2, trap
/// T-117.
///
/// What speaks for it, in this order:
///
/// 1. the kernel says that it is synchronised (NTP);
/// 2. it ran on without a jump since it was last trusted, in this process or in one before it;
/// 3. a person says what time it is, and it is that;
/// 4. the machine has a battery clock that set it, or two terminals agree with it, and it is not
///    before the newest entry that was stamped by a trusted clock, nor more than 400 days after it.
///
/// A terminal agrees when what it reports is of now, twice, a minute apart by its clock and by this
/// one: what it kept while the box was off does not move along with the clock. While a terminal
/// reports what by the box's clock has not been yet, terminals cannot settle it.
public final class ClockTrust {
    /// Why the clock is trusted.
    public enum Ground {
        SYNCHRONISED("it is synchronised"),
        CARRIED_ON("it ran on since it was trusted"),
        BATTERY("a battery clock set it"),
        TERMINALS("terminals agree with it"),
        PERSON("a person confirmed it"),
        ASSUMED("the configuration says so");

        private final String words;

        Ground(String words) {
            this.words = words;
        }
    }

    /// What the machine itself knows of its clock.
    public interface Machine {
        /// Whether the kernel holds its clock for synchronised.
        boolean synchronised();

        /// Whether a battery clock set the kernel's clock when the machine started.
        boolean battery();
    }

    /// The ground it is trusted on, or none, and in words why.
    public record Verdict(Optional<Ground> ground, String why) {}

    /// No box ran before this program was written: a wall clock that says so is not set yet.
    public static final Instant FLOOR = Instant.parse("2025-01-01T00:00:00Z");

    /// Longest time that a box may have been off if it is not to ask a clock with a network.
    static final Duration FARTHEST = Duration.ofDays(400);

    /// A clock that is this far off what it was is one that jumped.
    static final Duration JUMP = Duration.ofSeconds(2);

    /// A running clock may be made faster or slower by one in so many (Linux: 500 ppm).
    private static final long SLEW = 1_000;

    /// Terminals and people may be off by so much and still agree.
    public static final Duration TOLERANCE = Duration.ofMinutes(2);

    /// Between two reports by which a terminal agrees.
    static final Duration APART = Duration.ofMinutes(1);

    /// So many terminals must agree.
    private static final int TERMINALS_ENOUGH = 2;

    /// What a terminal reported: the first of a row that agrees with this clock, whether a later
    /// one was [#APART] from it, and whether the last was of a time that has not been yet.
    private record Witness(Reported first, boolean agrees, boolean ahead) {}

    private final @Nullable Machine machine;
    private final int bootId;
    private final Map<Serial, Witness> witnesses = new HashMap<>();

    /// The wall clock when it was last trusted; 0 when it never was.
    private long trustedMillis;

    /// Wall clock minus monotonic clock when it was last looked at, if it was.
    private @Nullable Long offsetMillis;

    /// The monotonic clock then.
    private long lookedAtMillis;

    /// What the clock was last trusted on, if nothing came between.
    private @Nullable Ground ground;

    private boolean confirmed;

    /// The battery clock speaks for the time at start only: who set the clock since knows better,
    /// or does not.
    private boolean jumped;

    private ClockTrust(@Nullable Machine machine, int bootId) {
        this.machine = machine;
        this.bootId = bootId;
    }

    /// Trusts a clock that somebody else looks after, once it is set at all.
    public static ClockTrust assumed() {
        return new ClockTrust(null, 0);
    }

    /// Trusts a clock that something speaks for. `bootId` tells one boot of the machine from
    /// another.
    public static ClockTrust verified(Machine machine, int bootId) {
        return new ClockTrust(machine, bootId);
    }

    /// What the journal knows: `trusted` is the stamp of the newest entry that a trusted clock
    /// stamped. When that is the newest at all (`isLast`) and of this boot, the clock only has to
    /// have run on since.
    public synchronized void begin(Draft.Stamp trusted, boolean isLast) {
        trustedMillis = trusted.wallMillis();
        if (isLast && trusted.bootId() == bootId) {
            look(trusted.wallMillis(), trusted.monotonicMillis());
            ground = Ground.CARRIED_ON;
        }
    }

    /// A person knows what time it is, and the clock, which says `wallMillis`, is right.
    public synchronized void confirm(long wallMillis, long monotonicMillis) {
        follow(wallMillis, monotonicMillis);
        confirmed = true;
    }

    /// A terminal reported something.
    public synchronized void heard(Reported report) {
        Draft.Stamp stamp = report.stamp();
        if (stamp.bootId() != bootId || !ranOn(stamp.wallMillis(), stamp.monotonicMillis())) {
            return; // said of another clock than this one
        }
        long off = report.offMillis();
        if (off > TOLERANCE.toMillis()) {
            witnesses.put(report.serial(), new Witness(report, false, true));
        } else if (off >= -TOLERANCE.toMillis()) {
            Witness before = witnesses.get(report.serial());
            Reported first = before == null || before.ahead() ? report : before.first();
            witnesses.put(report.serial(), new Witness(first, isApart(first, report), false));
        }
    }

    /// Both clocks went on: one moment, told again and again, stays near another for minutes.
    private static boolean isApart(Reported first, Reported next) {
        long here = next.stamp().monotonicMillis() - first.stamp().monotonicMillis();
        Duration there = Duration.between(first.moment(), next.moment());
        return here >= APART.toMillis() && there.compareTo(APART) >= 0;
    }

    /// Whether the clock that says `wallMillis` may be believed; `monotonicMillis` is now. While it
    /// runs on as it was trusted nothing further is asked: this is in the way of every `OK`.
    public synchronized boolean believes(long wallMillis, long monotonicMillis) {
        follow(wallMillis, monotonicMillis);
        if (ground == null || wallMillis < FLOOR.toEpochMilli()) {
            return judge(wallMillis).ground().isPresent();
        }
        trustedMillis = wallMillis;
        return true;
    }

    /// As [#believes], and why: everything that may speak for the clock is asked anew.
    public synchronized Verdict review(long wallMillis, long monotonicMillis) {
        follow(wallMillis, monotonicMillis);
        return judge(wallMillis);
    }

    private Verdict judge(long wallMillis) {
        if (wallMillis < FLOOR.toEpochMilli()) {
            return no("it is not set");
        }
        if (machine == null) {
            return trusted(Ground.ASSUMED, wallMillis);
        }
        if (machine.synchronised()) {
            jumped = false;
            return trusted(Ground.SYNCHRONISED, wallMillis);
        }
        if (confirmed) {
            return trusted(Ground.PERSON, wallMillis);
        }
        if (ground == Ground.SYNCHRONISED) {
            return trusted(Ground.CARRIED_ON, wallMillis);
        }
        return ground != null ? trusted(ground, wallMillis) : judgeAnew(machine, wallMillis);
    }

    private Verdict judgeAnew(Machine known, long wallMillis) {
        Instant last = Instant.ofEpochMilli(trustedMillis).truncatedTo(ChronoUnit.SECONDS);
        if (wallMillis < trustedMillis) {
            return no("it is before " + last + ", when it was last right");
        }
        if (trustedMillis > 0 && wallMillis - trustedMillis > FARTHEST.toMillis()) {
            return no(
                    "it is more than "
                            + FARTHEST.toDays()
                            + " days after "
                            + last
                            + ", when it was last right");
        }
        return !jumped && known.battery()
                ? trusted(Ground.BATTERY, wallMillis)
                : witnessed(wallMillis);
    }

    private Verdict witnessed(long wallMillis) {
        if (witnesses.values().stream().anyMatch(Witness::ahead)) {
            return no("a terminal reports what by this clock has not been yet");
        }
        return witnesses.values().stream().filter(Witness::agrees).count() >= TERMINALS_ENOUGH
                ? trusted(Ground.TERMINALS, wallMillis)
                : no("it is not synchronised, and nobody has confirmed it");
    }

    private static Verdict no(String why) {
        return new Verdict(Optional.empty(), why);
    }

    private Verdict trusted(Ground on, long wallMillis) {
        ground = on;
        trustedMillis = wallMillis;
        return new Verdict(Optional.of(on), on.words);
    }

    private void follow(long wallMillis, long monotonicMillis) {
        if (!ranOn(wallMillis, monotonicMillis)) {
            jump();
        }
        look(wallMillis, monotonicMillis);
    }

    private void look(long wallMillis, long monotonicMillis) {
        offsetMillis = wallMillis - monotonicMillis;
        lookedAtMillis = monotonicMillis;
    }

    /// Whether the clock went on as clocks do since it was last looked at.
    private boolean ranOn(long wallMillis, long monotonicMillis) {
        if (offsetMillis == null) {
            return true;
        }
        long off = Math.abs(wallMillis - monotonicMillis - offsetMillis);
        return off <= JUMP.toMillis() + Math.abs(monotonicMillis - lookedAtMillis) / SLEW;
    }

    /// What spoke for the clock spoke for the one it was before.
    private void jump() {
        jumped = true;
        ground = null;
        confirmed = false;
        witnesses.clear();
    }
}
