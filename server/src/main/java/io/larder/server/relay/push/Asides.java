package io.larder.server.relay.push;

import io.larder.server.relay.Box;
import io.larder.server.relay.DeadLetters;
import io.larder.server.relay.Worker;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Terminals that do not get on with the server while others do: set aside, each with a durable
/// place of its own, tried again with growing waits, brought up to where the others are in the
/// order of the journal, and then back among them. On a thread of its own.
final class Asides implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Asides.class.getName());

    /// Makes what a terminal is to have, from its place on.
    @FunctionalInterface
    interface Source {
        Goods goods(String serial, Position from);
    }

    private static final class Aside {
        final String serial;
        String why = "";
        long retryAt;
        int tries;
        Position stoppedAt = new Position(0, 0);
        int refusals;
        int breaks;
        long passedBefore;

        Aside(String serial) {
            this.serial = serial;
        }
    }

    private final String name;
    private final Lanes lanes;
    private final PushLimits limits;
    private final Places places;
    private final DeadLetters letters;
    private final Source source;
    private final Worker worker;
    private final Map<String, Aside> bySerial = new HashMap<>();
    private final AtomicLong passed = new AtomicLong();
    private @Nullable Position front;
    private Position done = new Position(0, 0);
    private volatile boolean held;
    private long rewinds;
    private long flushedAt;

    Asides(String name, Box box, Lanes lanes, PushLimits limits, Places places, Source source) {
        this.name = name;
        this.lanes = lanes;
        this.limits = limits;
        this.places = places;
        this.letters = new DeadLetters(box.store().journal(), name, box.clock());
        this.source = source;
        places.all().keySet().forEach(serial -> bySerial.put(serial, new Aside(serial)));
        this.worker = new Worker("push-aside-" + name, this::run);
    }

    void start() {
        worker.start();
    }

    /// Nobody catches up while `held`.
    void hold(boolean held) {
        boolean before = this.held;
        this.held = held;
        if (before && !held) {
            worker.wake();
        }
    }

    /// Something reached the server.
    void passed() {
        passed.incrementAndGet();
    }

    long passes() {
        return passed.get();
    }

    /// The others are being brought to `until`. Before that is known nobody can have caught up.
    void front(Position until) {
        boolean first;
        synchronized (this) {
            first = front == null;
            if (front == null || until.compareTo(front) > 0) {
                front = until;
            }
        }
        if (first) {
            worker.wake();
        }
    }

    /// The others have everything before `position`.
    synchronized void done(Position position) {
        done = position;
    }

    /// Who is behind `place` goes back there, on the medium when this returns.
    synchronized void rewind(Position place) {
        rewinds++;
        places.all()
                .forEach((serial, at) -> {
                    if (place.compareTo(at) < 0) {
                        places.put(serial, place);
                    }
                });
        flush();
    }

    /// Whether the terminal is not set aside and was given what stands at `position`.
    synchronized boolean isPast(String serial, Position position) {
        return !bySerial.containsKey(serial) && position.compareTo(done) < 0;
    }

    synchronized boolean isAside(String serial) {
        return bySerial.containsKey(serial);
    }

    /// Why which terminals are aside.
    synchronized Map<String, String> why() {
        Map<String, String> why = new HashMap<>();
        bySerial.values().forEach(each -> why.put(each.serial, each.why));
        return why;
    }

    /// Waits until those who are aside, with the reasons, are as `wanted`; says whether it came to
    /// that.
    synchronized boolean await(Predicate<Map<String, String>> wanted, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!wanted.test(why())) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// From where on entries are needed.
    Optional<Position> least() {
        return places.least();
    }

    /// Durable when this returns.
    void set(List<Stop> stops) {
        for (Stop stop : stops) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: terminal {1} is set aside at {2}: {3}",
                    name,
                    stop.lane().serial(),
                    stop.at().position(),
                    stop.why());
            places.put(stop.lane().serial(), stop.at().position());
        }
        flush();
        synchronized (this) {
            for (Stop stop : stops) {
                Aside aside = new Aside(stop.lane().serial());
                bySerial.put(aside.serial, aside);
                stopped(aside, stop);
                if (stop.why().equals(Stop.TOO_SLOW)) {
                    aside.retryAt = lanes.millis();
                }
            }
            notifyAll();
        }
        worker.wake();
    }

    private void flush() {
        try {
            places.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        while (worker.goesOn()) {
            try {
                worker.rest(turn());
            } catch (IOException | RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "terminals set aside of " + name + " wait, the box's own trouble",
                        e);
                worker.rest(limits.retryMost().toMillis());
            }
        }
    }

    /// Tries everybody whose time has come; returns how long nobody's will.
    private long turn() throws IOException {
        List<Aside> due = new ArrayList<>();
        synchronized (this) {
            if (front == null || held) {
                return limits.retryMost().toMillis();
            }
            long now = lanes.millis();
            bySerial.values().stream().filter(each -> each.retryAt - now <= 0).forEach(due::add);
        }
        for (Aside aside : due) {
            catchUp(aside);
        }
        if (!due.isEmpty()) {
            flush();
        }
        synchronized (this) {
            long now = lanes.millis();
            return bySerial.values().stream()
                    .mapToLong(each -> Math.max(0, each.retryAt - now))
                    .min()
                    .orElse(limits.retryMost().toMillis());
        }
    }

    private void catchUp(Aside aside) throws IOException {
        Lane lane = lanes.find(aside.serial).orElse(null);
        if (lane == null) {
            if (lanes.presents(aside.serial)) {
                // Closing, or the ledger is being built again: it will be met later.
                aside.retryAt = lanes.millis() + limits.retryMost().toMillis();
            } else {
                leave(aside);
            }
            return;
        }
        Position until = frontNow();
        long rewindsBefore = rewindsNow();
        lane.advance(places.all().getOrDefault(aside.serial, until));
        Optional<Stop> stop = send(lane, until, rewindsBefore);
        if (stop.isPresent()) {
            afterStop(aside, stop.get());
            return;
        }
        synchronized (this) {
            aside.tries = 0;
            aside.retryAt = lanes.millis();
            if (rewinds == rewindsBefore && lane.place().compareTo(frontNow()) >= 0) {
                leave(aside);
            }
        }
    }

    private synchronized Position frontNow() {
        return Objects.requireNonNull(front, "nobody catches up with an unknown place");
    }

    private synchronized void leave(Aside aside) {
        places.remove(aside.serial);
        flush();
        bySerial.remove(aside.serial);
        notifyAll();
        LOG.log(System.Logger.Level.INFO, "{0}: terminal {1} has caught up", name, aside.serial);
    }

    private synchronized long rewindsNow() {
        return rewinds;
    }

    /// Nothing is written down any more once somebody went back: the next turn begins there.
    private synchronized boolean put(Lane lane, Position place, long rewindsBefore) {
        if (rewinds != rewindsBefore) {
            return false;
        }
        places.put(lane.serial(), place);
        return true;
    }

    private Optional<Stop> send(Lane lane, Position until, long rewindsBefore) throws IOException {
        if (lane.place().compareTo(until) >= 0) {
            return Optional.empty();
        }
        try (Goods goods = source.goods(lane.serial(), lane.place())) {
            for (@Nullable List<Load> loads = goods.next(until).orElse(null);
                    loads != null;
                    loads = goods.next(until).orElse(null)) {
                Optional<Stop> stop = Stop.sending(lane, loads, worker::isStopped, this::passed);
                if (stop.isPresent()) {
                    return put(lane, stop.get().at().position(), rewindsBefore)
                            ? stop
                            : Optional.empty();
                }
                if (!put(lane, goods.place(), rewindsBefore)) {
                    return Optional.empty();
                }
                lane.advance(goods.place());
                flushIfDue();
                if (held) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private void flushIfDue() {
        long now = lanes.millis();
        if (now - flushedAt >= PushLimits.PLACES_EVERY.toMillis()) {
            flush();
            flushedAt = now;
        }
    }

    private synchronized void afterStop(Aside aside, Stop stop) {
        stopped(aside, stop);
        boolean others = passed.get() > aside.passedBefore;
        if (aside.refusals >= PushLimits.REFUSALS
                || (aside.breaks >= PushLimits.BREAKS && others)) {
            giveUp(aside, stop);
        }
    }

    private void stopped(Aside aside, Stop stop) {
        Position at = stop.at().position();
        aside.why = stop.why();
        if (!at.equals(aside.stoppedAt)) {
            aside.stoppedAt = at;
            aside.refusals = 0;
            aside.breaks = 0;
            aside.tries = 0;
            aside.passedBefore = passed.get();
        }
        if (stop.spoken()) {
            switch (stop.verdict()) {
                case Verdict.Refused _ -> aside.refusals++;
                case Verdict.Trouble _ -> aside.breaks++;
                case Verdict.Unwelcome _, Verdict.Taken _ -> {
                    // It is about the terminal.
                }
            }
        }
        long grown = limits.retryLeast().toMillis() << Math.min(aside.tries, 20);
        aside.tries++;
        long wish = Math.max(grown, stop.lane().errorDelay().toMillis());
        aside.retryAt = lanes.millis() + limits.retry(Duration.ofMillis(wish)).toMillis();
    }

    /// What the server will never take must not keep the rest back: it is in the journal and among
    /// the dead letters.
    private void giveUp(Aside aside, Stop stop) {
        String why = "terminal " + aside.serial + ": " + stop.why();
        if (letters.write(stop.at().position(), why) instanceof Receipt) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0}: upload {1} is refused and a dead letter now: {2}",
                    name,
                    stop.at().position(),
                    why);
            stop.lane().advance(stop.at().next());
            places.put(aside.serial, stop.at().next());
            aside.retryAt = lanes.millis();
        }
    }

    /// To be called when the lanes are cut.
    @Override
    public void close() {
        worker.stop();
        worker.awaitEnd();
        try {
            places.flush();
            places.close();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: places not moved, some uploads go out again: {1}",
                    name,
                    e.getMessage());
        }
    }
}
