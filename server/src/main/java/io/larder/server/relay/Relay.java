package io.larder.server.relay;

import io.larder.server.json.Steering;
import io.larder.storage.Appended;
import io.larder.storage.Cursor;
import io.larder.storage.LedgerException;
import io.larder.storage.Position;
import io.larder.storage.Pulse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// One upstream's thread: sends while there is something to send, waits for the projector when
/// there is not, backs off when the line is down.
public final class Relay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final Box box;
    private final Upstream upstream;
    private final Cursor cursorFile;
    private final CursorKeeper cursor;
    private final Helm helm;
    private final Sender sender;
    private final Backoff backoff;
    private final RelayLimits limits;
    private final Worker worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private RelayState state;
    private volatile Runnable whenUp = () -> {};

    /// By the monotonic clock, when the upstream last answered as it should.
    private final AtomicLong contactMillis = new AtomicLong(NEVER);

    private Relay(
            String name,
            Box box,
            Upstream upstream,
            Cursor cursorFile,
            RandomGenerator random,
            Plan plan) {
        RelayLimits limits = plan.limits();
        this.name = name;
        this.box = box;
        this.upstream = upstream;
        this.cursorFile = cursorFile;
        this.cursor = new CursorKeeper(cursorFile, limits);
        DeadLetters letters = new DeadLetters(box.store().journal(), name, box.clock());
        this.helm = new Helm(name, box);
        this.sender =
                new Sender(
                        box,
                        upstream,
                        cursor,
                        letters,
                        new NewEpoch(box, random),
                        helm,
                        plan,
                        Ahead.thread(name));
        this.backoff = new Backoff(random, limits.backoffLeast(), limits.backoffMost());
        this.limits = limits;
        this.worker = new Worker("relay-" + name, this::run);
        this.state = state(false, box.clock().get().wallMillis(), new Standing());
    }

    /// Starts delivering to `upstream`, whose cursor file is called `name`. Closing the relay
    /// closes the upstream. `random` draws epochs and jitter: a `SecureRandom` outside of tests.
    public static Relay start(
            String name, Box box, Upstream upstream, RandomGenerator random, Plan plan)
            throws IOException {
        Relay relay = new Relay(name, box, upstream, box.store().cursor(name), random, plan);
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

    /// Journals what `by` decided and has it done; waits for neither ledger nor line.
    public Appended steer(Steering.Action action, List<Position> places, String by) {
        Appended appended = helm.decide(action, places, by);
        wake();
        return appended;
    }

    /// The first entry that is not there as a whole.
    long oldest() {
        return upstream.needs(sender.next()).seq();
    }

    /// Whether single records can go there once more.
    boolean takesRecords() {
        return upstream.takesRecords();
    }

    /// What it is called in messages and in the names of its files.
    public String name() {
        return name;
    }

    /// Whether its thread lives; one that waits for a line that is down does.
    public Pulse pulse() {
        return worker.pulse();
    }

    /// When the upstream last answered as it should, by the monotonic clock; empty when it never
    /// did since the start.
    OptionalLong contactMillis() {
        long at = contactMillis.get();
        return at == NEVER ? OptionalLong.empty() : OptionalLong.of(at);
    }

    private void contact() {
        contactMillis.set(box.clock().get().monotonicMillis());
    }

    /// Whether nothing may be sent for now.
    public boolean isHeld() {
        lock.lock();
        try {
            return state.held().isPresent();
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
        sender.close();
        cursorFile.close();
    }

    private void run() {
        boolean told = false;
        while (worker.goesOn()) {
            switch (turn()) {
                case Turn.Sent _ -> {
                    told = false;
                    contact();
                    backoff.reset();
                    publish(true, new Standing());
                }
                case Turn.Moved _ -> {
                    told = false;
                    publish(state().connected(), new Standing());
                }
                case Turn.Idle(var seq, var connected) -> {
                    if (connected) {
                        contact();
                        backoff.reset();
                    }
                    publish(connected || state().connected(), new Standing());
                    // Told that the entry is there and not finding it: the ledger is being rebuilt.
                    if (told) {
                        worker.rest(limits.idle().toMillis());
                    }
                    told = awaitProgress(seq);
                }
                case Turn.Held(var why, var millis) -> {
                    told = false;
                    publish(
                            state().connected(),
                            new Standing(Optional.empty(), 0, Optional.of(why)));
                    worker.rest(millis);
                }
                case Turn.Trouble(var why, var retryAfter) -> {
                    told = false;
                    long millis =
                            Math.max(
                                    backoff.nextMillis(),
                                    Math.min(
                                            retryAfter.map(Duration::toMillis).orElse(0L),
                                            limits.backoffMost().toMillis()));
                    publish(false, new Standing(Optional.of(why), millis, Optional.empty()));
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

    /// Why it does not send, if so.
    private record Standing(Optional<String> error, long retryMillis, Optional<String> held) {
        Standing() {
            this(Optional.empty(), 0, Optional.empty());
        }
    }

    private void publish(boolean connected, Standing standing) {
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
                            new Standing(
                                    standing.error().or(before::lastError),
                                    standing.retryMillis(),
                                    standing.held()));
            state = after;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        log(before, after);
    }

    private void log(RelayState before, RelayState after) {
        boolean neverUp = !before.connected() && before.lastError().isEmpty();
        boolean firstTrouble = neverUp && after.lastError().isPresent();
        if (!after.connected() && (before.connected() || firstTrouble)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "relay {0}: down: {1}",
                    name,
                    after.lastError().orElse(""));
        } else if (after.connected() && !before.connected()) {
            LOG.log(System.Logger.Level.INFO, "relay {0}: up", name);
            whenUp.run();
        }
        if (!after.held().equals(before.held())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "relay {0}: {1}",
                    name,
                    after.held().map(why -> "nothing is sent: " + why).orElse("sending again"));
        }
        if (!after.alarms().equals(before.alarms())) {
            LOG.log(System.Logger.Level.ERROR, "relay {0}: {1}", name, after.alarms().getLast());
        }
    }

    private RelayState state(boolean connected, long since, Standing standing) {
        return counted(
                new RelayState(
                        name,
                        connected,
                        since,
                        sender.next(),
                        0,
                        standing.error(),
                        standing.retryMillis(),
                        standing.held(),
                        sender.carried(),
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
                raw.held(),
                raw.carried(),
                raw.sent(),
                raw.alarms());
    }
}
