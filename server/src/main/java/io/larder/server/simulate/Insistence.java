package io.larder.server.simulate;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/// Says the same again until the box answers as wanted; the waits in between grow to a limit.
final class Insistence {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final TerminalClient client;
    private final Tally tally;
    private final Pause pause;

    Insistence(TerminalClient client, Tally tally, Pause pause) {
        this.client = client;
        this.tally = tally;
        this.pause = pause;
    }

    Heard until(Call call, Predicate<Heard> wanted) throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (true) {
            long began = System.nanoTime();
            try {
                Heard heard = client.call(call);
                if (wanted.test(heard)) {
                    tally.latencies.record(System.nanoTime() - began);
                    return heard;
                }
                tally.refused.increment();
            } catch (IOException _) {
                tally.unanswered.increment();
            }
            pause.sleep(wait);
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
            tally.retries.increment();
        }
    }

    /// Says it once without listening, as a terminal does that loses its line just then.
    void hangUp(Call call) {
        try {
            client.callAndHangUp(call);
        } catch (IOException _) {
            tally.unanswered.increment();
        }
        tally.hungUp.increment();
    }
}
