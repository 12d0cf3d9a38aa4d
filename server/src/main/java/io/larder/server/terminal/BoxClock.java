package io.larder.server.terminal;

import io.larder.storage.Draft;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The box's two clocks. The wall clock may be wrong (no battery); the monotonic one only counts
/// within one boot.
public final class BoxClock {
    /// No box ran before this program was written: a wall clock that says so is not set yet.
    public static final Instant FLOOR = Instant.parse("2025-01-01T00:00:00Z");

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final int bootId;

    /// `nanos` is monotonic, `bootId` tells one boot of the machine from another.
    public BoxClock(InstantSource wall, LongSupplier nanos, int bootId) {
        this.wall = wall;
        this.nanos = nanos;
        this.bootId = bootId;
    }

    public Instant now() {
        return wall.instant();
    }

    /// Milliseconds that never go back within a boot.
    public long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /// Whether terminals may set their clocks by this one. Source: PROTOCOL.md 1.0.2, trap T-117.
    public boolean trusted() {
        return !now().isBefore(FLOOR);
    }

    /// The stamp of an entry that comes in now.
    public Draft.Stamp stamp() {
        return new Draft.Stamp(now().toEpochMilli(), monotonicMillis(), bootId, trusted());
    }
}
