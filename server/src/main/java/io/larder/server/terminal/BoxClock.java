package io.larder.server.terminal;

import io.larder.storage.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The box's two clocks. The wall clock may be wrong (no battery); the monotonic one only counts
/// within one boot.
public final class BoxClock {
    private static final long NEVER = Long.MIN_VALUE;

    /// Two readings this near are of one moment.
    private static final long TOGETHER_MILLIS = 100;

    private static final int READS = 5;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final int bootId;
    private final ClockTrust trust;
    private final AtomicLong untrustedAtMillis = new AtomicLong(NEVER);

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

    /// When the last entry was stamped while the clock was not trusted, by the monotonic clock; if
    /// there was one, and nothing was said about it since.
    public OptionalLong untrustedAt() {
        long at = untrustedAtMillis.get();
        return at == NEVER ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /// There are such entries of this boot from before this process.
    public void owesWord() {
        untrustedAtMillis.set(monotonicMillis());
    }

    /// It is written down how far off the clock was until `untrustedAt`.
    public void said(long untrustedAt) {
        untrustedAtMillis.compareAndSet(untrustedAt, NEVER);
    }

    /// Whether terminals may set their clocks by this one. Source: PROTOCOL.md 1.0.2, trap T-117.
    public boolean trusted() {
        return believes(times());
    }

    /// Whether the wall clock may be believed now, and why.
    public ClockTrust.Verdict verdict() {
        Times times = times();
        return trust.review(times.wall().toEpochMilli(), times.monotonicMillis());
    }

    /// A person says that the clock is right.
    public void confirm() {
        Times times = times();
        trust.confirm(times.wall().toEpochMilli(), times.monotonicMillis());
    }

    /// The time that terminals may set their clocks by, if there is one.
    public Optional<Instant> told() {
        Times times = times();
        return believes(times) ? Optional.of(times.wall()) : Optional.empty();
    }

    /// The stamp of an entry that comes in now.
    public Draft.Stamp stamp() {
        Times times = times();
        boolean trusted = believes(times);
        if (!trusted) {
            untrustedAtMillis.set(times.monotonicMillis());
        }
        return new Draft.Stamp(
                times.wall().toEpochMilli(), times.monotonicMillis(), bootId, trusted);
    }

    private boolean believes(Times times) {
        return trust.believes(times.wall().toEpochMilli(), times.monotonicMillis());
    }

    /// Both clocks at one moment.
    private record Times(Instant wall, long monotonicMillis) {}

    /// Read again when the machine was busy with something else in between: that would look like a
    /// jump.
    private Times times() {
        long before = monotonicMillis();
        Instant read = now();
        long after = monotonicMillis();
        for (int left = READS; left > 0 && after - before > TOGETHER_MILLIS; left--) {
            before = after;
            read = now();
            after = monotonicMillis();
        }
        return new Times(read, after);
    }
}
