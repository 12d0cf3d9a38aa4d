package io.larder.server.cli;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.service.Guard;
import io.larder.server.service.ServiceManager;
import io.larder.server.watch.Liveness;
import io.larder.server.watch.Standing;
import io.larder.storage.Appended;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Pulse;
import io.larder.storage.Receipt;
import io.larder.storage.disk.DiskMeter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// What is watched of a box from the first moment of its start to the last of its end.
final class Vitals implements AutoCloseable {
    private static final String START = "start";

    private final Liveness liveness = new Liveness(System::nanoTime);
    private final DiskMeter meter = new DiskMeter();
    private final AtomicLong stages = new AtomicLong();
    private final LongAdder uploads = new LongAdder();
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final Guard guard;

    private Vitals(ServiceManager manager) {
        // A start moves on with each call to the medium that comes back.
        liveness.add(START, Liveness.START, () -> Pulse.working(stages.get() + meter.calls()));
        this.guard = Guard.start(manager, liveness);
    }

    /// Of a box that starts now.
    static Vitals begin(ServiceManager manager) {
        return new Vitals(manager);
    }

    /// What the start is at.
    void stage(String words) {
        stages.incrementAndGet();
        guard.starting("is starting: " + words);
    }

    /// From now on an upload would be accepted.
    void serving(Standing standing) {
        liveness.remove(START);
        guard.serving(new Guard.Report(standing::line, standing::incidents));
    }

    /// The parts end from now on.
    void stopping() {
        guard.stopping();
    }

    Liveness liveness() {
        return liveness;
    }

    /// What is done to the journal's files.
    DiskMeter meter() {
        return meter;
    }

    /// Knocks at a listener from now on; whoever closes it does that first. See [DoorProbe#start].
    DoorProbe knock(String name, DoorProbe.Address address, LongSupplier others) {
        DoorProbe probe = DoorProbe.start(name, address, others);
        liveness.add(name, Liveness.DOOR, probe::pulse);
        return probe;
    }

    /// The same answers, and whether any come: requests that all wait for each other are no life.
    Function<Wire.Request, Answer> counted(Function<Wire.Request, Answer> handler) {
        liveness.add("requests", Liveness.REQUESTS, this::requests);
        return request -> {
            begun.increment();
            try {
                return handler.apply(request);
            } finally {
                ended.increment();
            }
        };
    }

    /// The same journal, with uploads counted that it keeps.
    Intake keeping(Intake journal) {
        return draft -> {
            Appended appended = journal.append(draft);
            if (draft.kind() == EntryKind.UPLOAD && appended instanceof Receipt) {
                uploads.increment();
            }
            return appended;
        };
    }

    /// How many uploads were kept.
    long uploads() {
        return uploads.sum();
    }

    private Pulse requests() {
        long steps = ended.sum();
        return new Pulse(true, begun.sum() > steps, steps);
    }

    @Override
    public void close() {
        guard.close();
    }
}
