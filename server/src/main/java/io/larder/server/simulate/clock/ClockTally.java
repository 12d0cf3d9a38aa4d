package io.larder.server.simulate.clock;

import java.util.concurrent.atomic.LongAdder;

/// Live counters of full attendance terminals; safe to read while they work.
public final class ClockTally {
    final LongAdder requests = new LongAdder();
    final LongAdder punches = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder powerCuts = new LongAdder();
    final LongAdder unfinished = new LongAdder();

    ClockTally() {}

    /// Punches that the box said `OK` to.
    public long punches() {
        return punches.sum();
    }

    /// Commands carried out or refused.
    public long commands() {
        return commands.sum();
    }

    /// Terminals that were stopped with something still to say.
    public long unfinished() {
        return unfinished.sum();
    }

    /// One line for people.
    @Override
    public String toString() {
        return "%d requests, %d punches acknowledged; %d commands, %d answers and replies lost, %d power cuts"
                .formatted(requests.sum(), punches(), commands(), lost.sum(), powerCuts.sum());
    }
}
