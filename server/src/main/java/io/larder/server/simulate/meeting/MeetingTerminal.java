package io.larder.server.simulate.meeting;

import io.larder.server.record.Serial;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/// The life of one meeting terminal: connect, log in, tell what happened, obey, and all again when
/// the line breaks. What was not answered is said again, with the same number. For one thread.
final class MeetingTerminal {
    private static final int FIRST_WAIT_MILLIS = 100;

    /// Real ones wait longer; this makes a storm harder.
    private static final int LONGEST_WAIT_MILLIS = 2_000;

    private static final Duration NAP = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofMillis(300);

    /// Besides the interval, a heartbeat comes after so many messages.
    private static final int MESSAGES_PER_BEAT = 20;

    /// There is nobody to come any more.
    static final long NEVER = Long.MAX_VALUE;

    /// What a terminal needs of the world.
    ///
    /// @param next when the next one passes (`System.nanoTime()`), or [#NEVER]
    record World(Link.Dialer dialer, Orders.Fetcher fetcher, LongSupplier next) {}

    private final World world;
    private final Memory memory;
    private final Words words;
    private final Crowd crowd;
    private final Examiner examiner;
    private final LogIn logIn;
    private final Obedience obedience;
    private final Delivery delivery;
    private final Luck luck;
    private final MeetingTally tally;
    private final SplittableRandom random;
    private long beatNanos;
    private long nextBeat;
    private volatile boolean quiet;

    MeetingTerminal(
            Serial serial,
            Manner manner,
            MeetingPlan plan,
            Map<String, String> credentials,
            World world,
            Books books,
            SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.tally = books.tally();
        this.luck = new Luck(plan.misfortune(), random.split());
        this.memory =
                new Memory(
                        plan.clock().atOffset(ZoneOffset.UTC),
                        books.obligations()
                                .furthest(serial, Ids.VISIT)
                                .map(Long::parseLong)
                                .orElse(0L),
                        System.currentTimeMillis());
        this.words = new Words(serial, manner, memory, random.split());
        this.crowd = new Crowd(serial, words, memory, plan, random.split());
        this.examiner = new Examiner(serial, manner, books.findings());
        Report report = new Report(serial, manner, words);
        this.logIn = new LogIn(words, memory, report, credentials, examiner, tally);
        Orders orders = new Orders(memory, examiner, world.fetcher());
        this.obedience = new Obedience(serial, manner, words, memory, orders, examiner, tally);
        this.delivery = new Delivery(memory, obedience, examiner, luck, books);
    }

    Memory memory() {
        return memory;
    }

    /// Whether everything that happened is told and nothing more will happen.
    boolean isQuiet() {
        return quiet;
    }

    /// Until it is interrupted.
    void live() throws InterruptedException {
        crowd.enrol();
        int wait = FIRST_WAIT_MILLIS;
        while (true) {
            wait = connect() ? FIRST_WAIT_MILLIS : Math.min(2 * wait, LONGEST_WAIT_MILLIS);
            Thread.sleep(random.nextInt(wait) + 1);
        }
    }

    /// One connection until it breaks; whether there was a log-in.
    private boolean connect() throws InterruptedException {
        boolean loggedIn = false;
        try (Link link = world.dialer().dial()) {
            Conversation talk = new Conversation(link, examiner, luck, tally);
            beatNanos = Duration.ofSeconds(logIn.perform(talk)).toNanos();
            loggedIn = true;
            work(talk);
        } catch (Conversation.Unlucky | LogIn.Refused | Obedience.Restart _) {
            // counted where it happened
        } catch (IOException _) {
            tally.broken.increment();
        }
        return loggedIn;
    }

    private void work(Conversation talk) throws IOException, InterruptedException {
        tally.online.incrementAndGet();
        try {
            delivery.resume();
            beat(talk);
            while (true) {
                step(talk);
            }
        } finally {
            tally.online.decrementAndGet();
        }
    }

    private void step(Conversation talk) throws IOException, InterruptedException {
        obedience.obey(talk);
        long now = System.nanoTime();
        if (now - nextBeat >= 0) {
            beat(talk);
        } else if (!delivery.isDone()) {
            quiet = false;
            delivery.next(talk);
            if (luck.oneIn(MESSAGES_PER_BEAT)) {
                talk.ping();
                beat(talk);
            }
        } else {
            idle(talk, now);
        }
    }

    private void idle(Conversation talk, long now) throws IOException, InterruptedException {
        long turn = world.next().getAsLong();
        quiet = turn == NEVER;
        if (!quiet && now - turn >= 0) {
            crowd.somebodyPasses();
        } else {
            long free = quiet ? NAP.toNanos() : Math.min(NAP.toNanos(), turn - now);
            talk.listen(Duration.ofNanos(free));
        }
    }

    private void beat(Conversation talk) throws IOException, InterruptedException {
        boolean busy = luck.isBusy();
        String mid = words.mid();
        Map<String, Object> params = Map.of("isFree", words.number(busy ? 0 : 1));
        Answer answer = talk.ask(mid, words.request("dev.heartbeat", mid, params));
        if (!answer.isDone()) {
            examiner.find("heartbeat refused: " + answer);
        }
        examiner.busy(busy);
        tally.heartbeats.increment();
        nextBeat = System.nanoTime() + (busy ? BUSY.toNanos() : beatNanos);
    }
}
