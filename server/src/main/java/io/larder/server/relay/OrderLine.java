package io.larder.server.relay;

import io.larder.server.command.BoxReport;
import io.larder.server.command.Commands;
import io.larder.server.command.ReferencedCommands;
import io.larder.storage.LedgerException;
import io.larder.storage.Pulse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The way down from one headquarters, on a thread of its own: asks for orders, takes them, tells
/// that it has them; backs off when the line is down. Nobody interrupts it, because an interrupt
/// would close the files it uses for everybody; it stops on a message.
public final class OrderLine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OrderLine.class.getName());

    private final String name;
    private final Box box;
    private final Commands commands;
    private final OrderSource source;
    private final Optional<SiteFeed> feed;
    private final Duration every;
    private final Backoff backoff;
    private final RelayLimits limits;
    private final BooleanSupplier held;
    private final Worker worker;
    private @Nullable OrderTaker taker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private OrderLineState state;

    private OrderLine(
            String name,
            Box box,
            Commands commands,
            OrderSource source,
            Optional<SiteFeed> feed,
            Duration every,
            RandomGenerator random,
            RelayLimits limits,
            BooleanSupplier held) {
        this.held = held;
        this.name = name;
        this.box = box;
        this.commands = commands;
        this.source = source;
        this.feed = feed;
        this.every = every;
        this.backoff = new Backoff(random, limits.backoffLeast(), limits.backoffMost());
        this.limits = limits;
        this.worker = new Worker("orders-" + name, this::run);
        this.state = new OrderLineState(name, false, Optional.empty(), 0, 0, 0);
    }

    /// Starts asking `source`, called `name` in messages, at least every so often, and `feed` when
    /// there are no more orders. Closing the line closes both. `random` draws jitter. Nothing is
    /// asked while `held` says that nothing may be sent.
    public static OrderLine start(
            String name,
            Box box,
            Commands commands,
            OrderSource source,
            Optional<SiteFeed> feed,
            Duration every,
            RandomGenerator random,
            RelayLimits limits,
            BooleanSupplier held) {
        OrderLine line =
                new OrderLine(name, box, commands, source, feed, every, random, limits, held);
        source.whenTold(line::wake);
        line.worker.start();
        return line;
    }

    public OrderLineState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the state is as `wanted`; says whether it came to that.
    public boolean await(Predicate<OrderLineState> wanted, Duration atMost)
            throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!wanted.test(state) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return wanted.test(state);
        } finally {
            lock.unlock();
        }
    }

    /// Whether its thread lives.
    public Pulse pulse() {
        return worker.pulse();
    }

    /// Ask now: the line may be back, or something waits.
    public void wake() {
        worker.wake();
    }

    /// Cuts what is under way and returns when the thread has ended.
    @Override
    public void close() {
        worker.stop();
        source.close();
        feed.ifPresent(SiteFeed::close);
        worker.awaitEnd();
    }

    private void run() {
        while (worker.goesOn()) {
            long millis = turn();
            if (millis > 0) {
                worker.rest(millis);
            }
        }
    }

    /// One question and what follows; returns how long to wait then.
    private long turn() {
        if (held.getAsBoolean()) {
            return every.toMillis();
        }
        try {
            // Only the ledger knows which orders were taken before.
            return isCurrent() ? ask(taker()) : 0;
        } catch (LedgerException e) {
            box.progress().reportDamage(e);
            return trouble("the box's own ledger: " + e.getMessage(), Optional.empty());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "orders from " + name + ": a defect of ours", e);
            return trouble("a defect of ours: " + e, Optional.empty());
        }
    }

    private boolean isCurrent() {
        long seq = Math.max(box.progress().start(), commands.moved());
        try {
            return box.progress().await(seq, limits.idle().toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts an order line", e);
        }
    }

    private OrderTaker taker() {
        OrderTaker present = taker;
        if (present == null) {
            ReferencedCommands known = new ReferencedCommands(box.store(), commands);
            present = new OrderTaker(box.name(), commands, known);
            taker = present;
        }
        return present;
    }

    private long ask(OrderTaker asking) {
        BoxReport report = asking.report();
        return switch (source.ask(report)) {
            case OrderSource.Heard(var page) -> {
                backoff.reset();
                boolean more = asking.take(report, page);
                publish(true, Optional.empty());
                if (!more) {
                    asking.rest();
                    more = feed.filter(SiteFeed::turn).isPresent();
                }
                yield more ? 0 : every.toMillis();
            }
            case OrderSource.Down(var why, var retryAfter) -> trouble(why, retryAfter);
        };
    }

    private long trouble(String why, Optional<Duration> retryAfter) {
        publish(false, Optional.of(why));
        Optional.ofNullable(taker).ifPresent(OrderTaker::nameAgain);
        long wish = retryAfter.map(Duration::toMillis).orElse(0L);
        return Math.max(backoff.nextMillis(), Math.min(wish, limits.backoffMost().toMillis()));
    }

    private void publish(boolean connected, Optional<String> error) {
        OrderTaker present = taker;
        OrderLineState before;
        lock.lock();
        try {
            before = state;
            state =
                    new OrderLineState(
                            name,
                            connected,
                            error.isPresent() ? error : before.lastError(),
                            before.asked() + (connected ? 1 : 0),
                            present == null ? 0 : present.taken(),
                            present == null ? 0 : present.declined());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!connected && (before.connected() || before.lastError().isEmpty())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "orders from {0}: none can be had: {1}",
                    name,
                    error.orElse(""));
        } else if (connected && !before.connected()) {
            LOG.log(System.Logger.Level.INFO, "orders from {0}: they can be had", name);
        }
    }
}
