package io.larder.server.door;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The two times of a door: `told` for the `Date` header by which terminals set their clocks, empty
/// while nobody knows what time it is; `nanos` for deadlines, which must not jump when the wall
/// clock is set.
public record DoorClock(Supplier<Optional<Instant>> told, LongSupplier nanos) {
    /// The clocks of this machine, for those who do not set theirs by it.
    public static DoorClock system() {
        return new DoorClock(() -> Optional.of(Instant.now()), System::nanoTime);
    }
}
