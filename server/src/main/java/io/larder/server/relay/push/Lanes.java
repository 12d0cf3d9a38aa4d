package io.larder.server.relay.push;

import io.larder.server.record.Family;
import io.larder.server.relay.Box;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// The terminals that are presented to one server, each on its [Lane].
final class Lanes implements AutoCloseable {
    private final Box box;
    private final PushSettings settings;
    private final PushLimits limits;
    private final Map<String, Lane> bySerial = new HashMap<>();
    private final ScheduledThreadPoolExecutor watch;
    private final ExecutorService crew;
    private final LongAdder carried = new LongAdder();
    private boolean closed;

    Lanes(String name, Box box, PushSettings settings, PushLimits limits) {
        this.box = box;
        this.settings = settings;
        this.limits = limits;
        this.watch =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("push-watch-" + name).factory());
        watch.setRemoveOnCancelPolicy(true);
        this.crew =
                Executors.newFixedThreadPool(
                        PushLimits.CONNECTIONS,
                        Thread.ofVirtual().name("push-" + name + "-", 0).factory());
    }

    /// Whether the settings want it there.
    boolean presents(String serial) {
        return settings.presents(serial);
    }

    /// The lane of a terminal; empty when it is not presented here.
    synchronized Optional<Lane> find(String serial) {
        Lane known = bySerial.get(serial);
        if (known != null || closed || serial.isEmpty() || !settings.presents(serial)) {
            return Optional.ofNullable(known);
        }
        Optional<Lane> made = family(serial).map(family -> lane(serial, family));
        made.ifPresent(lane -> bySerial.put(serial, lane));
        return made;
    }

    private Optional<Family> family(String serial) {
        String word = facts(serial).getOrDefault(Facts.FAMILY, "");
        return List.of(Family.CANTEEN, Family.ATTENDANCE).stream()
                .filter(family -> family.word().equals(word))
                .findFirst();
    }

    private Lane lane(String serial, Family family) {
        return new Lane(
                serial,
                family,
                settings,
                limits,
                () -> facts(serial),
                new PushLine(settings.server(), limits, watch, carried),
                this::millis);
    }

    private Map<String, String> facts(String serial) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            return ledger.facts().of(serial);
        }
    }

    /// All that were let in here and are presented there.
    List<Lane> all() {
        List<String> serials;
        try (LedgerReader ledger = box.store().ledger().reader()) {
            serials = ledger.facts().subjects(Facts.ADMITTED);
        }
        List<Lane> lanes = new ArrayList<>();
        serials.forEach(serial -> find(serial).ifPresent(lanes::add));
        return lanes;
    }

    /// Everybody goes back to `place` who is behind it.
    synchronized void rewind(Position place) {
        bySerial.values().forEach(lane -> lane.rewind(place));
    }

    /// Bytes on all lines, both ways.
    long carried() {
        return carried.sum();
    }

    long millis() {
        return box.clock().get().monotonicMillis();
    }

    /// What `work` says of each, in order; at most [PushLimits#CONNECTIONS] at the same time.
    <A, T> List<T> each(Collection<A> all, Function<A, T> work) {
        if (all.size() == 1) {
            return List.of(work.apply(all.iterator().next()));
        }
        List<Future<T>> under = new ArrayList<>();
        all.forEach(one -> under.add(crew.submit(() -> work.apply(one))));
        List<T> said = new ArrayList<>();
        for (Future<T> each : under) {
            try {
                said.add(each.get());
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a relay", e);
            } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return said;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /// Cuts what is under way: every exchange ends at once.
    @Override
    public synchronized void close() {
        closed = true;
        bySerial.values().forEach(Lane::close);
        crew.shutdown();
        watch.shutdownNow();
    }
}
