package io.larder.server.door;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two times of a door: `wall` for the `Date` header by which terminals set their clocks,
/// `nanos` for deadlines, which must not jump when the wall clock is set.
public record DoorClock(InstantSource wall, LongSupplier nanos) {
    /// The clocks of this machine.
    public static DoorClock system() {
        return new DoorClock(InstantSource.system(), System::nanoTime);
    }
}
