package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.stage.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Does what systemd does: a box that has ended is started again, however often. Holds the box to
/// the second half of what it promises: it is healthy again without a person, or it has ended with
/// a code that says why; never is it up and deaf.
final class Attendant {
    /// Could not start, the medium failed while running, `kill -9`.
    private static final Set<Integer> CODES = Set.of(1, 70, 137);

    private static final Duration BEAT = Duration.ofMillis(50);

    /// Terminals come back after two seconds at most, a start takes a few.
    private static final Duration DEAF = Duration.ofSeconds(60);

    private final Trial trial;
    private final Child box;
    private final Map<Integer, Integer> ends = new TreeMap<>();
    private long begun;

    Attendant(Trial trial) {
        this.trial = trial;
        this.box = trial.stage().box();
    }

    /// Starts the box, which was stopped, without waiting for it.
    void begin() throws IOException {
        begun = System.nanoTime();
        box.begin();
    }

    /// Starts the box, which was stopped, and waits until it is ready or has ended.
    void start() throws IOException, InterruptedException {
        begin();
        Map<Integer, Integer> before = Map.copyOf(ends);
        while (begun > 0 && ends.equals(before)) {
            beat();
        }
    }

    /// Lets everything work for some time, up to `mostMillis`.
    void watch(int mostMillis) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(trial.draw(mostMillis) + 1L).toNanos();
        while (System.nanoTime() < end) {
            beat();
        }
    }

    /// Waits until the box accepts something that was not accepted before.
    void untilItAccepts() throws IOException, InterruptedException {
        long before = trial.acknowledged();
        long end = System.nanoTime() + DEAF.toNanos();
        while (trial.acknowledged() == before) {
            assertThat(System.nanoTime()).as("up and deaf: %s", trial).isLessThan(end);
            beat();
        }
    }

    /// Waits until the box has ended by itself; says with which code.
    int untilItEnds() throws InterruptedException {
        assertThat(box.endsWithin(DEAF)).as("neither works nor ends: %s", trial).isTrue();
        return note();
    }

    private void beat() throws IOException, InterruptedException {
        if (box.endsWithin(BEAT)) {
            note();
            begin();
        } else if (begun > 0 && box.isReady()) {
            trial.started(begun);
            begun = 0;
        }
    }

    private int note() throws InterruptedException {
        int code = box.exitCode();
        assertThat(CODES).as("exit codes, %s", trial).contains(code);
        ends.merge(code, 1, Integer::sum);
        return code;
    }

    /// What the box ended with by itself, and how often, for example `it ended 3 x 70, 1 x 137`.
    @Override
    public String toString() {
        StringBuilder said = new StringBuilder();
        ends.forEach((code, times) ->
                said.append(said.isEmpty() ? "it ended " : ", ")
                        .append(times)
                        .append(" x ")
                        .append(code));
        return said.isEmpty() ? "it never ended" : said.toString();
    }
}
