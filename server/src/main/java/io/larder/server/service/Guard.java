package io.larder.server.service;

import io.larder.server.watch.Liveness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at the parts of a box all its life, on a thread of its own that touches neither disk nor
/// network, and tells the service manager: that it starts, is ready, lives, stops, and in words how
/// it stands. When a part does not live it no longer says that the box does, so that it is ended
/// and started anew: a box that is there and deaf would be the worst of all.
public final class Guard implements AutoCloseable {
    /// How often the parts are looked at, when the service manager does not want it more often.
    private static final Duration USUAL = Duration.ofSeconds(10);

    /// While a start makes progress, it gets so much more time with each look.
    private static final Duration MORE_TIME = Duration.ofMinutes(1);

    /// The service manager shows one line.
    private static final int LONGEST_STATUS = 500;

    private static final System.Logger LOG = System.getLogger(Guard.class.getName());

    /// How a box stands that serves: `line` for people; `incidents` are what nobody else logs, by
    /// what each is about.
    public record Report(Supplier<String> line, Supplier<Map<String, String>> incidents) {}

    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    private final ServiceManager manager;
    private final Liveness liveness;
    private final Duration every;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Phase phase = Phase.STARTING;
    private String starting = "is starting";
    private @Nullable Report report;
    private boolean awake;
    private boolean ended;

    // Of the thread itself.
    private String told = "";
    private String failure = "";
    private boolean ready;
    private final Map<String, String> incidents = new HashMap<>();
    private List<String> ailing = List.of();

    private Guard(ServiceManager manager, Liveness liveness) {
        this.manager = manager;
        this.liveness = liveness;
        this.every =
                manager.watchdog()
                        .map(wanted -> wanted.dividedBy(3))
                        .filter(third -> third.compareTo(USUAL) < 0)
                        .orElse(USUAL);
        this.thread = Thread.ofPlatform().name("guard").daemon().unstarted(this::run);
    }

    /// Begins with a box that is starting.
    public static Guard start(ServiceManager manager, Liveness liveness) {
        Guard guard = new Guard(manager, liveness);
        guard.thread.start();
        return guard;
    }

    /// What the start is at.
    public void starting(String words) {
        lock.lock();
        try {
            starting = words;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// The box takes uploads from now on.
    public void serving(Report known) {
        lock.lock();
        try {
            report = known;
            phase = Phase.SERVING;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// The box was told to end; its parts end one by one, which is not to be held against them.
    public void stopping() {
        lock.lock();
        try {
            if (phase == Phase.SERVING) {
                phase = Phase.STOPPING;
                manager.tell("STOPPING=1\nSTATUS=is stopping");
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        awake = true;
        changed.signalAll();
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                turn();
                failure = "";
            } catch (RuntimeException e) {
                // What was not told then is not told until this is mended; it is logged once.
                if (!failure.equals(e.toString())) {
                    LOG.log(System.Logger.Level.ERROR, "it cannot be told how the box stands", e);
                }
                failure = e.toString();
            }
            more = rest();
        }
    }

    private boolean rest() {
        lock.lock();
        try {
            long left = every.toNanos();
            while (!ended && !awake && left > 0) {
                left = changed.awaitNanos(left);
            }
            awake = false;
            return !ended;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private record Now(Phase phase, String starting, Optional<Report> report) {}

    private Now now() {
        lock.lock();
        try {
            return new Now(phase, starting, Optional.ofNullable(report));
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        Now now = now();
        switch (now.phase()) {
            case STARTING -> {
                boolean goesOn = lives();
                status(now.starting());
                if (goesOn) {
                    manager.tell("EXTEND_TIMEOUT_USEC=" + MORE_TIME.toNanos() / 1000);
                }
            }
            case SERVING -> {
                // Before anything else: what follows may take a while on a busy machine.
                if (lives()) {
                    alive();
                    ready = ready || manager.tell("READY=1");
                }
                now.report().ifPresent(this::tell);
            }
            case STOPPING -> alive();
        }
    }

    private void alive() {
        if (manager.watchdog().isPresent()) {
            manager.tell("WATCHDOG=1");
        }
    }

    private boolean lives() {
        List<String> found = liveness.look();
        if (!found.isEmpty() && ailing.isEmpty()) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "does not live any more: {0}{1}",
                    String.join("; ", found),
                    manager.watchdog().isPresent()
                            ? "; the service manager is to start it anew"
                            : "");
        } else if (found.isEmpty() && !ailing.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "all parts live again");
        }
        ailing = found;
        return found.isEmpty();
    }

    private void tell(Report known) {
        status(known.line().get());
        Map<String, String> found = known.incidents().get();
        found.forEach((about, words) -> {
            if (incidents.putIfAbsent(about, words) == null) {
                LOG.log(System.Logger.Level.WARNING, words);
            }
        });
        incidents
                .keySet()
                .removeIf(about -> {
                    boolean over = !found.containsKey(about);
                    if (over) {
                        LOG.log(System.Logger.Level.INFO, "{0}: there is some again", about);
                    }
                    return over;
                });
    }

    private void status(String words) {
        String line = words.replaceAll("\\p{Cntrl}", " ");
        String shown =
                line.length() > LONGEST_STATUS ? line.substring(0, LONGEST_STATUS) + "…" : line;
        if (!shown.equals(told) && manager.tell("STATUS=" + shown)) {
            told = shown;
        }
    }

    /// Ends, also when it is held up by a part that it looks at.
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(USUAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
