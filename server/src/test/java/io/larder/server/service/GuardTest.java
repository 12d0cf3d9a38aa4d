package io.larder.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.watch.Liveness;
import io.larder.storage.Pulse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final Duration WATCHDOG = Duration.ofMillis(30);

    /// What the service manager was told, and what it does not take at present.
    private static final class Told implements ServiceManager.Line {
        private final List<String> lines = new ArrayList<>();
        private String deafFor = "-";

        @Override
        public synchronized void send(String text) throws IOException {
            if (text.startsWith(deafFor)) {
                throw new IOException("no room");
            }
            lines.addAll(text.lines().toList());
            notifyAll();
        }

        synchronized void deafFor(String beginning) {
            deafFor = beginning;
        }

        synchronized List<String> await(Predicate<List<String>> wanted)
                throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!wanted.test(lines)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left).as("still waiting: %s", lines).isPositive();
                wait(left);
            }
            return List.copyOf(lines);
        }

        List<String> await(String line) throws InterruptedException {
            return await(lines -> lines.contains(line));
        }

        synchronized void forget() {
            lines.clear();
        }
    }

    private final Told told = new Told();
    private final AtomicLong nanos = new AtomicLong();
    private final Liveness liveness = new Liveness(nanos::get);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicReference<String> line = new AtomicReference<>("takes uploads");

    private Guard guard() {
        return Guard.start(new ServiceManager(Optional.of(told), Optional.of(WATCHDOG)), liveness);
    }

    private Guard.Report report() {
        return new Guard.Report(line::get, Map::of);
    }

    /// A part with something to do; each look is ten seconds after the one before.
    private void part() {
        liveness.add(
                "journal",
                Duration.ofMinutes(1),
                () -> {
                    nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
                    synchronized (looks) {
                        looks.incrementAndGet();
                        looks.notifyAll();
                    }
                    return Pulse.working(steps.get());
                });
    }

    private void awaitLooks(IntPredicate enough) throws InterruptedException {
        synchronized (looks) {
            while (!enough.test(looks.get())) {
                looks.wait();
            }
        }
    }

    @Test
    void aBoxThatStartsGetsMoreTimeAndIsReadyOnce() throws Exception {
        try (Guard guard = guard()) {
            guard.starting("recovers the journal");
            told.await("STATUS=recovers the journal");
            told.await("EXTEND_TIMEOUT_USEC=60000000");
            guard.serving(report());
            List<String> all =
                    told.await(lines ->
                            lines.stream().filter("WATCHDOG=1"::equals).count() >= 3
                                    && lines.contains("STATUS=takes uploads"));

            assertThat(all).containsOnlyOnce("READY=1", "STATUS=takes uploads");
            told.forget();
            line.set("takes uploads; line to hq down");
            told.await("STATUS=takes uploads; line to hq down");
            guard.stopping();
            assertThat(told.await("STOPPING=1")).doesNotContain("READY=1");
        }
    }

    @Test
    void aPartThatStandsStillEndsTheSignsOfLifeUntilItGoesOn() throws Exception {
        part();
        try (Guard guard = guard()) {
            guard.serving(report());
            told.await("WATCHDOG=1");
            line.set("does not take uploads: journal");
            awaitLooks(many -> many > 12);
            told.await("STATUS=does not take uploads: journal");
            told.forget();
            int seen = looks.get();
            awaitLooks(many -> many > seen + 3);
            assertThat(told.await(_ -> true)).doesNotContain("WATCHDOG=1");

            steps.incrementAndGet();
            told.await("WATCHDOG=1");
        }
    }

    @Test
    void aStartThatStandsStillGetsNoMoreTime() throws Exception {
        part();
        try (Guard _ = guard()) {
            told.await("EXTEND_TIMEOUT_USEC=60000000");
            awaitLooks(many -> many > 12);
            told.forget();
            int seen = looks.get();
            awaitLooks(many -> many > seen + 3);
            assertThat(told.await(_ -> true)).isEmpty();
        }
    }

    @Test
    void whatCouldNotBeToldIsToldLater() throws Exception {
        told.deafFor("READY");
        try (Guard guard = guard()) {
            guard.serving(report());
            assertThat(told.await("WATCHDOG=1")).doesNotContain("READY=1");
            told.deafFor("-");
            told.await("READY=1");
        }
    }

    @Test
    void aReportThatFailsKeepsNoSignOfLifeBack() throws Exception {
        try (Guard guard = guard()) {
            guard.serving(
                    new Guard.Report(
                            () -> {
                                throw new IllegalStateException("a defect of ours");
                            },
                            Map::of));
            told.await(lines -> lines.stream().filter("WATCHDOG=1"::equals).count() >= 3);
        }
    }
}
