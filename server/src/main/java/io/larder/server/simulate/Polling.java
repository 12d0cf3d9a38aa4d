package io.larder.server.simulate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Asks the box for commands, has the terminal carry them out and sends its replies, with what goes
/// wrong in between.
final class Polling implements Reach {
    /// From power on to the first word; real terminals need half a minute.
    static final Duration STARTING = Duration.ofMillis(100);

    private final SimulatedTerminal terminal;
    private final TerminalClient client;
    private final Books books;
    private final Pause pause;
    private final Insistence insistence;
    private final List<Reply> unsent = new ArrayList<>();

    Polling(
            SimulatedTerminal terminal,
            TerminalClient client,
            Books books,
            Pause pause,
            Insistence insistence) {
        this.terminal = terminal;
        this.client = client;
        this.books = books;
        this.pause = pause;
        this.insistence = insistence;
    }

    @Override
    public void initialise() throws InterruptedException {
        Call hello = terminal.hello(client.address());
        Heard heard = insistence.until(hello, a -> a.isOptionsOf(terminal.serial()));
        terminal.resume(heard.options(), books.obligations());
    }

    @Override
    public void upload(Call call) throws InterruptedException {
        insistence.until(call, Heard::isOk);
    }

    @Override
    public Heard fetch(String target) throws IOException {
        return client.call(Call.get(target));
    }

    /// A poll that fails is not repeated: the next one is soon.
    void poll() throws InterruptedException {
        if (terminal.mishaps().startsAnew()) {
            startAnew();
        }
        List<Order> orders;
        try {
            orders = client.call(terminal.poll()).orders();
            books.tally().polls.increment();
        } catch (IOException _) {
            books.tally().unanswered.increment();
            return;
        }
        if (terminal.mishaps().pollIsLost()) {
            hangUp();
            books.tally().lostPolls.increment();
            return;
        }
        obey(orders);
    }

    /// Whatever comes after a REBOOT is ignored (PROTOCOL.md 3.1).
    private void obey(List<Order> orders) throws InterruptedException {
        Mishaps mishaps = terminal.mishaps();
        for (Order order : orders) {
            Reply reply = terminal.obey(order, this);
            books.executions().note(terminal.serial(), order, reply);
            books.tally().commands.increment();
            if (mishaps.powerFails()) {
                unsent.clear();
                books.tally().powerCuts.increment();
                startAnew();
                return;
            }
            if (reply instanceof Reply.Silence) {
                report();
                startAnew();
                return;
            }
            if (mishaps.replyIsLost()) {
                books.tally().lostReplies.increment();
            } else {
                unsent.add(reply);
            }
            if (terminal.repliesAtOnce()) {
                report();
            }
        }
        report();
    }

    private void report() throws InterruptedException {
        for (Call call : terminal.report(unsent)) {
            if (terminal.mishaps().hangsUp()) {
                insistence.hangUp(call);
            }
            insistence.until(call, Heard::isOk);
            books.tally().replies.increment();
        }
        unsent.clear();
    }

    private void startAnew() throws InterruptedException {
        hangUp();
        books.tally().restarts.increment();
        pause.sleep(STARTING);
        initialise();
    }

    private void hangUp() {
        try {
            client.close();
        } catch (IOException _) {
            // It is gone, which is what was wanted.
        }
    }
}
