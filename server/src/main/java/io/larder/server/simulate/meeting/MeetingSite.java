package io.larder.server.simulate.meeting;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Power;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/// Meeting terminals at work against a box, each on a virtual thread of its own and with one
/// connection; they stay connected until the site is closed.
public final class MeetingSite implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration FETCH = Duration.ofSeconds(20);

    private final MeetingPlan plan;
    private final Books books;
    private final HttpClient client;
    private final Map<Serial, MeetingTerminal> terminals = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long began = System.nanoTime();
    private volatile boolean finishing;
    private boolean closed;

    private MeetingSite(MeetingPlan plan, Obligations obligations) {
        this.plan = plan;
        this.books = new Books(obligations, new MeetingTally(), new Findings());
        this.client =
                HttpClient.newBuilder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .connectTimeout(FETCH)
                        .build();
    }

    /// Switches all terminals on; they are factory-new, but no record number of `obligations` is
    /// used again.
    public static MeetingSite start(MeetingPlan plan, Obligations obligations) {
        MeetingSite site = new MeetingSite(plan, obligations);
        SplittableRandom random = new SplittableRandom(plan.seed());
        Map<String, String> credentials = plan.provision().credentials();
        for (int place = 0; place < plan.terminals(); place++) {
            site.add(place, credentials, random.split());
        }
        site.threads.forEach(Thread::start);
        return site;
    }

    private void add(int place, Map<String, String> credentials, SplittableRandom random) {
        Serial serial = serial(place);
        Manner manner = Manner.of(place);
        MeetingTerminal.World world =
                new MeetingTerminal.World(
                        () -> SocketLink.dial(client, plan.box(), manner),
                        this::fetch,
                        schedule(place));
        MeetingTerminal terminal =
                new MeetingTerminal(serial, manner, plan, credentials, world, books, random);
        terminals.put(serial, terminal);
        threads.add(Thread.ofVirtual().name("meeting-" + place).unstarted(() -> live(terminal)));
    }

    /// The serial number of the terminal at `place`.
    public static Serial serial(int place) {
        return new Serial("CMTG" + (202600001 + place));
    }

    private void live(MeetingTerminal terminal) {
        try {
            terminal.live();
        } catch (InterruptedException _) {
            // switched off
        }
    }

    /// Spreads the share of a terminal over time; what was missed is not caught up.
    private LongSupplier schedule(int place) {
        long gap = plan.rate() > 0 ? (long) (1e9 * plan.terminals() / plan.rate()) : 0;
        long[] left = {plan.recordsOf(place)};
        long[] last = {System.nanoTime()};
        return () -> {
            long now = System.nanoTime();
            if (left[0] == 0 || !goesOn(now)) {
                return MeetingTerminal.NEVER;
            }
            long turn = last[0] + gap;
            if (now - turn >= 0) {
                left[0]--;
                last[0] = now;
            }
            return turn;
        };
    }

    private boolean goesOn(long now) {
        boolean late = !plan.duration().isZero() && now - began >= plan.duration().toNanos();
        return !finishing && !late;
    }

    private Optional<Bytes> fetch(String url) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(FETCH).build();
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200
                    ? Optional.of(Bytes.wrap(answer.body()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The counters, live.
    public MeetingTally tally() {
        return books.tally();
    }

    /// What the box said that it should not have, live.
    public Findings findings() {
        return books.findings();
    }

    /// What a terminal holds, live.
    public Memory memory(Serial serial) {
        MeetingTerminal terminal = terminals.get(serial);
        if (terminal == null) {
            throw new IllegalArgumentException("no terminal " + serial);
        }
        return terminal.memory();
    }

    /// Nobody passes any more; what happened is still told.
    public void finish() {
        finishing = true;
    }

    /// Waits until every terminal has done its share and told all, at most for `limit`; true when
    /// they have.
    public boolean await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isQuiet()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }

    private boolean isQuiet() {
        return terminals.values().stream().allMatch(MeetingTerminal::isQuiet);
    }

    /// Switches the terminals off wherever they are.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            terminals.values().stream()
                    .filter(terminal -> !terminal.isQuiet())
                    .forEach(_ -> books.tally().unfinished.increment());
            Power.off(threads);
            client.shutdownNow();
        }
    }
}
