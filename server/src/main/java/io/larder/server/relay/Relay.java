package io.larder.server.relay;

import io.larder.storage.Cursor;
import io.larder.storage.LedgerException;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// One upstream's thread: sends while there is something to send, waits for the projector when
/// there is not, backs off when the line is down.
public final class Relay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());

    private final String name;
    private final Box box;
    private final Upstream upstream;
    private final Cursor cursorFile;
    private final CursorKeeper cursor;
    private final Sender sender;
    private final Backoff backoff;
    private final RelayLimits limits;
    private final Worker worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private RelayState state;
    private volatile Runnable whenUp = () -> {};

    private Relay(
            String name,
            Box box,
            Upstream upstream,
            Cursor cursorFile,
            RandomGenerator random,
            RelayLimits limits) {
        this.name = name;
        this.box = box;
        this.upstream = upstream;
        this.cursorFile = cursorFile;
        this.cursor = new CursorKeeper(cursorFile, limits);
        DeadLetters letters = new DeadLetters(box.store().journal(), name, box.clock());
        this.sender = new Sender(box, upstream, cursor, letters, new NewEpoch(box, random), limits);
        this.backoff = new Backoff(random, limits.backoffLeast(), limits.backoffMost());
        this.limits = limits;
        this.worker = new Worker("relay-" + name, this::run);
        this.state = state(false, box.clock().get().wallMillis(), Optional.empty(), 0);
    }

    /// Starts delivering to `upstream`, whose cursor file is called `name`. Closing the relay
    /// closes the upstream. `random` draws epochs and jitter: a `SecureRandom` outside of tests.
    public static Relay start(
            String name, Box box, Upstream upstream, RandomGenerator random, RelayLimits limits)
            throws IOException {
        Relay relay = new Relay(name, box, upstream, box.store().cursor(name), random, limits);
        relay.worker.start();
        return relay;
    }

    /// The place that is on the medium: entries before it need not be kept for this upstream.
    public Position durable() {
        return upstream.needs(cursor.durable());
    }

    /// How it is doing; the backlog is counted now.
    public RelayState state() {
        lock.lock();
        try {
            return counted(state);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the state is as `wanted`; says whether it came to that.
    public boolean await(Predicate<RelayState> wanted, Duration atMost)
            throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!wanted.test(counted(state)) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return wanted.test(counted(state));
        } finally {
            lock.unlock();
        }
    }

    /// From now on, `then` is run whenever the line comes up.
    public void whenUp(Runnable then) {
        whenUp = then;
    }

    /// The line may be back: try now instead of at the end of the wait.
    public void wake() {
        worker.wake();
    }

    /// Cuts what is under way, writes the cursor, and returns when the thread has ended.
    @Override
    public void close() throws IOException {
        worker.stop();
        upstream.close();
        worker.awaitEnd();
        cursorFile.close();
    }

    private void run() {
        boolean told = false;
        while (!worker.isStopped()) {
            switch (turn()) {
                case Turn.Sent _ -> {
                    told = false;
                    backoff.reset();
                    publish(true, Optional.empty(), 0);
                }
                case Turn.Moved _ -> {
                    told = false;
                    publish(state().connected(), Optional.empty(), 0);
                }
                case Turn.Idle(var seq, var connected) -> {
                    if (connected) {
                        backoff.reset();
                    }
                    publish(connected || state().connected(), Optional.empty(), 0);
                    // Told that the entry is there and not finding it: the ledger is being rebuilt.
                    if (told) {
                        worker.rest(limits.idle().toMillis());
                    }
                    told = awaitProgress(seq);
                }
                case Turn.Trouble(var why, var retryAfter) -> {
                    told = false;
                    long millis =
                            Math.max(
                                    backoff.nextMillis(),
                                    Math.min(
                                            retryAfter.map(Duration::toMillis).orElse(0L),
                                            limits.backoffMost().toMillis()));
                    publish(false, Optional.of(why), millis);
                    worker.rest(millis);
                }
            }
        }
        lastFlush();
    }

    private Turn turn() {
        try {
            return sender.turn();
        } catch (LedgerException e) {
            box.progress().reportDamage(e);
            return Turn.Trouble.because("the box's own ledger: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            return Turn.Trouble.because("the box's own store: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "relay " + name + ": a defect of ours", e);
            return Turn.Trouble.because("a defect of ours: " + e);
        }
    }

    private void lastFlush() {
        try {
            cursor.flush(box.clock().get().monotonicMillis());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "relay " + name + ": cursor not moved, the upstream will say where it is: {0}",
                    e.getMessage());
        }
    }

    private boolean awaitProgress(long seq) {
        try {
            return box.progress().await(seq, limits.idle().toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a relay", e);
        }
    }

    private void publish(boolean connected, Optional<String> error, long retryMillis) {
        RelayState before;
        RelayState after;
        lock.lock();
        try {
            before = state;
            boolean same = before.connected() == connected;
            long since = same ? before.sinceMillis() : box.clock().get().wallMillis();
            after =
                    state(
                            connected,
                            since,
                            error.isPresent() ? error : before.lastError(),
                            retryMillis);
            state = after;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        log(before, after);
    }

    private void log(RelayState before, RelayState after) {
        if (before.connected() && !after.connected()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "relay {0}: down: {1}",
                    name,
                    after.lastError().orElse(""));
        } else if (after.connected() && !before.connected()) {
            LOG.log(System.Logger.Level.INFO, "relay {0}: up at {1}", name, after.next());
            whenUp.run();
        }
        if (!after.alarms().equals(before.alarms())) {
            LOG.log(System.Logger.Level.ERROR, "relay {0}: {1}", name, after.alarms().getLast());
        }
    }

    private RelayState state(
            boolean connected, long since, Optional<String> error, long retryMillis) {
        return counted(
                new RelayState(
                        name,
                        connected,
                        since,
                        sender.next(),
                        0,
                        error,
                        retryMillis,
                        sender.sent(),
                        sender.alarms()));
    }

    private RelayState counted(RelayState raw) {
        // What was set aside waits too.
        Position first = upstream.needs(raw.next());
        long backlog = box.store().journal().lastSeq() - first.seq() + 1;
        return new RelayState(
                raw.name(),
                raw.connected(),
                raw.sinceMillis(),
                raw.next(),
                Math.max(0, backlog),
                raw.lastError(),
                raw.retryMillis(),
                raw.sent(),
                raw.alarms());
    }
}
