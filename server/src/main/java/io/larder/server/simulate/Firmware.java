package io.larder.server.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What every terminal does with its calls: initialise first, send, send the same again until the
/// box says `OK`, and never forget a row before that.
final class Firmware {
    private static final int UPLOADS_PER_POLL = 8;

    /// Uploads a terminal can send again; real ones keep far more.
    private static final int REMEMBERED = 16;

    private final SimulatedTerminal terminal;
    private final Books books;
    private final Habits habits;
    private final SplittableRandom random;
    private final Insistence insistence;
    private final Polling polling;
    private final List<Call> delivered = new ArrayList<>();
    private long shipped;

    Firmware(
            SimulatedTerminal terminal,
            TerminalClient client,
            Books books,
            Pause pause,
            Habits habits,
            SplittableRandom random) {
        this.terminal = terminal;
        this.books = books;
        this.habits = habits;
        this.random = random;
        this.insistence = new Insistence(client, books.tally(), pause);
        this.polling = new Polling(terminal, client, books, pause, insistence);
    }

    /// Initialisation, as often as it takes.
    void start() throws InterruptedException {
        polling.initialise();
        books.tally().ready.increment();
    }

    /// One new upload, with the mishaps of the terminal's habits, until it is acknowledged.
    void upload() throws InterruptedException {
        Outgoing upload = terminal.next();
        boolean hangUp = random.nextDouble() < habits.lostAnswers();
        boolean again = random.nextDouble() < habits.resend();
        books.obligations().sent(upload.ids());
        if (hangUp) {
            insistence.hangUp(upload.call());
        }
        deliver(upload);
        if (again) {
            insistence.until(delivered.get(random.nextInt(delivered.size())), Heard::isOk);
            books.tally().resends.increment();
        }
        if (shipped++ % UPLOADS_PER_POLL == 0) {
            poll();
        }
    }

    /// Asks for commands once and obeys.
    void poll() throws InterruptedException {
        polling.poll();
    }

    private void deliver(Outgoing upload) throws InterruptedException {
        insistence.until(upload.call(), Heard::isOk);
        books.obligations().acknowledged(upload.ids());
        books.tally().uploads.increment();
        books.tally().rows.add(upload.ids().size());
        books.tally().odd.add(upload.odd());
        if (delivered.size() == REMEMBERED) {
            delivered.removeFirst();
        }
        delivered.add(upload.call());
    }
}
