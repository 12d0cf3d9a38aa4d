package io.larder.server.terminal;

import io.larder.storage.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The box's two clocks. The wall clock may be wrong (no battery); the monotonic one only counts
/// within one boot.
public final class BoxClock {
    private static final long NEVER = Long.MIN_VALUE;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final int bootId;
    private final ClockTrust trust;
    private volatile long untrustedAtMillis = NEVER;

    /// `nanos` is monotonic, `bootId` tells one boot of the machine from another.
    public BoxClock(InstantSource wall, LongSupplier nanos, int bootId, ClockTrust trust) {
        this.wall = wall;
        this.nanos = nanos;
        this.bootId = bootId;
        this.trust = trust;
    }

    public Instant now() {
        return wall.instant();
    }

    /// Milliseconds that never go back within a boot.
    public long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /// What speaks for the wall clock.
    public ClockTrust trust() {
        return trust;
    }

    /// Whether entries were stamped while the clock was not trusted, the last of them more than
    /// `millis` ago, and nothing was said about them since.
    public boolean owesWord(long millis) {
        return untrustedAtMillis != NEVER && monotonicMillis() - untrustedAtMillis > millis;
    }

    /// It is written down now how far off the clock was; or it is to be, because there are such
    /// entries of this boot from before this process.
    public void owes(boolean still) {
        untrustedAtMillis = still ? monotonicMillis() : NEVER;
    }

    /// Whether terminals may set their clocks by this one. Source: PROTOCOL.md 1.0.2, trap T-117.
    public boolean trusted() {
        return verdict().ground().isPresent();
    }

    /// Whether the wall clock may be believed now, and why.
    public ClockTrust.Verdict verdict() {
        return trust.judge(now().toEpochMilli(), monotonicMillis());
    }

    /// The time that terminals may set their clocks by, if there is one.
    public Optional<Instant> told() {
        Instant now = now();
        return trust.judge(now.toEpochMilli(), monotonicMillis()).ground().map(_ -> now);
    }

    /// The stamp of an entry that comes in now.
    public Draft.Stamp stamp() {
        long wallMillis = now().toEpochMilli();
        long monotonicMillis = monotonicMillis();
        boolean trusted = trust.judge(wallMillis, monotonicMillis).ground().isPresent();
        if (!trusted) {
            untrustedAtMillis = monotonicMillis;
        }
        return new Draft.Stamp(wallMillis, monotonicMillis, bootId, trusted);
    }
}
