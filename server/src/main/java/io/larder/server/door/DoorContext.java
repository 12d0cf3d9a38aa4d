package io.larder.server.door;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// What all connections of one door share.
record DoorContext(
        DoorLimits limits,
        Handler handler,
        Optional<Talks> talks,
        DoorClock clock,
        Watch watch,
        Turnstile turnstile,
        BodyBudget budget,
        DoorLog log,
        Tally tally) {
    /// Counts up from the start of the door.
    record Tally(LongAdder requests, LongAdder refused, LongAdder cut) {
        Tally() {
            this(new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    static DoorContext of(
            DoorLimits limits,
            Handler handler,
            Optional<Talks> talks,
            DoorClock clock,
            DoorLog log) {
        return new DoorContext(
                limits,
                handler,
                talks,
                clock,
                new Watch(clock.nanos()),
                new Turnstile(limits.crowd()),
                new BodyBudget(limits.sizes().budget(), limits.times().budgetWait()),
                log,
                new Tally());
    }

    DoorCounts counts() {
        return new DoorCounts(
                turnstile.open(), tally.requests.sum(), tally.refused.sum(), tally.cut.sum());
    }
}
