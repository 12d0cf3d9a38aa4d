package io.larder.server.simulate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// What every terminal does with its calls: initialise first, send, send the same again until the
/// box says `OK`, and never forget a row before that.
final class Firmware {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int UPLOADS_PER_POLL = 8;

    /// Uploads a terminal can send again; real ones keep far more.
    private static final int REMEMBERED = 16;

    private final SimulatedTerminal terminal;
    private final TerminalClient client;
    private final Obligations obligations;
    private final Tally tally;
    private final Pause pause;
    private final Habits habits;
    private final SplittableRandom random;
    private final List<Call> delivered = new ArrayList<>();
    private long shipped;

    Firmware(
            SimulatedTerminal terminal,
            TerminalClient client,
            Obligations obligations,
            Tally tally,
            Pause pause,
            Habits habits,
            SplittableRandom random) {
        this.terminal = terminal;
        this.client = client;
        this.obligations = obligations;
        this.tally = tally;
        this.pause = pause;
        this.habits = habits;
        this.random = random;
    }

    /// Initialisation, as often as it takes.
    void start() throws InterruptedException {
        Call hello = terminal.hello(client.address());
        Heard heard = until(hello, answer -> answer.isOptionsOf(terminal.serial()));
        terminal.resume(heard.options(), obligations);
        tally.ready.increment();
    }

    /// One new upload, with the mishaps of the terminal's habits, until it is acknowledged.
    void upload() throws InterruptedException {
        Outgoing upload = terminal.next();
        boolean hangUp = random.nextDouble() < habits.lostAnswers();
        boolean again = random.nextDouble() < habits.resend();
        obligations.sent(upload.ids());
        if (hangUp) {
            hangUp(upload.call());
        }
        deliver(upload);
        if (again) {
            until(delivered.get(random.nextInt(delivered.size())), Heard::isOk);
            tally.resends.increment();
        }
        if (shipped++ % UPLOADS_PER_POLL == 0) {
            poll();
        }
    }

    private void deliver(Outgoing upload) throws InterruptedException {
        until(upload.call(), Heard::isOk);
        obligations.acknowledged(upload.ids());
        tally.uploads.increment();
        tally.rows.add(upload.ids().size());
        tally.odd.add(upload.odd());
        if (delivered.size() == REMEMBERED) {
            delivered.removeFirst();
        }
        delivered.add(upload.call());
    }

    /// A poll that fails is not repeated: the next one is soon. A command in the answer is reported
    /// as done.
    private void poll() throws InterruptedException {
        List<String> commands;
        try {
            commands = client.call(terminal.poll()).commands();
            tally.polls.increment();
        } catch (IOException _) {
            tally.unanswered.increment();
            return;
        }
        for (String command : commands) {
            until(terminal.done(command), Heard::isOk);
        }
    }

    private void hangUp(Call call) {
        try {
            client.callAndHangUp(call);
        } catch (IOException _) {
            tally.unanswered.increment();
        }
        tally.hungUp.increment();
    }

    /// Says the same again until the answer is `wanted`.
    private Heard until(Call call, Predicate<Heard> wanted) throws InterruptedException {
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
}
