package io.larder.server.door;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What all connections of one door share.
record DoorContext(
        DoorLimits limits,
        Handler handler,
        Optional<Talks> talks,
        DoorClock clock,
        Guard guard,
        BodyBudget budget) {
    /// Who watches over the connections of all its ports.
    record Guard(Watch watch, Turnstile turnstile, DoorLog log, Tally tally) {
        static Guard of(DoorLimits.Crowd crowd, LongSupplier nanos, DoorLog log) {
            Watch watch = new Watch(nanos);
            return new Guard(watch, new Turnstile(crowd, watch::now), log, new Tally());
        }
    }

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
                Guard.of(limits.crowd(), clock.nanos(), log),
                new BodyBudget(limits.sizes(), limits.times().budgetWait()));
    }

    Watch watch() {
        return guard.watch();
    }

    Turnstile turnstile() {
        return guard.turnstile();
    }

    DoorLog log() {
        return guard.log();
    }

    Tally tally() {
        return guard.tally();
    }

    DoorCounts counts() {
        return new DoorCounts(
                turnstile().open(),
                tally().requests().sum(),
                tally().refused().sum(),
                tally().cut().sum());
    }
}
