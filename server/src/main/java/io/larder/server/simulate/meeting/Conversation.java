package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection of a terminal: it says something and waits for the answer; commands that come
/// meanwhile wait in a queue. Every `IOException` means that the connection is gone.
final class Conversation {
    /// A box on a slow disk may take some seconds; then the line is dead.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Link link;
    private final Examiner examiner;
    private final Luck luck;
    private final MeetingTally tally;
    private final Deque<Command> commands = new ArrayDeque<>();
    private int pongs;

    Conversation(Link link, Examiner examiner, Luck luck, MeetingTally tally) {
        this.link = link;
        this.examiner = examiner;
        this.luck = luck;
        this.tally = tally;
        examiner.begin();
    }

    /// Says `text`, whose number is `mid`, and waits for the answer.
    Answer ask(String mid, String text) throws IOException, InterruptedException {
        say(mid, text);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            long left = end - System.nanoTime();
            Optional<Answer> answer = listen(Duration.ofNanos(Math.max(left, 1)));
            if (answer.isPresent() && answer.get().mid().equals(mid)) {
                tally.messages.increment();
                return answer.get();
            }
            if (left <= 0) {
                link.cut();
                throw new IOException("no answer to " + mid);
            }
        }
    }

    private void say(String mid, String text) throws IOException, InterruptedException {
        Luck.Fate fate = luck.fate();
        if (fate != Luck.Fate.CUT_BEFORE) {
            examiner.said(mid);
        }
        switch (fate) {
            case WELL -> link.say(text);
            case CUT_BEFORE -> cut();
            case CUT_WITHIN -> {
                link.sayHalf(text);
                cut();
            }
            case CUT_AFTER -> {
                link.say(text);
                cut();
            }
        }
    }

    private void cut() throws IOException {
        tally.cuts.increment();
        link.cut();
        throw new Unlucky();
    }

    /// The terminal's own line broke, which is nobody's fault.
    static final class Unlucky extends IOException {
        private static final long serialVersionUID = 1;

        Unlucky() {
            super("cut");
        }
    }

    /// What comes within `patience`: an answer, or nothing when it was a command or none came.
    Optional<Answer> listen(Duration patience) throws IOException, InterruptedException {
        Optional<String> text = link.hear(patience);
        countPongs();
        return text.map(this::take);
    }

    private @Nullable Answer take(String text) {
        Map<String, Object> message = examiner.read(text);
        if (Examiner.isAnswer(message)) {
            Answer answer = Answer.of(message);
            examiner.answer(answer);
            return answer;
        }
        if (Values.text(message, "funcId").startsWith("cmd.")) {
            Command command = Command.of(message);
            examiner.command(command, commands.size());
            commands.add(command);
        } else if (!message.isEmpty()) {
            examiner.find("neither answer nor command: " + message);
        }
        return null;
    }

    /// The next command, which stays until it is [#replied] to.
    Optional<Command> command() {
        return Optional.ofNullable(commands.peek());
    }

    void replied(Command command, String text) throws IOException, InterruptedException {
        if (luck.losesReply()) {
            tally.lostReplies.increment();
            cut();
        }
        examiner.said(command.mid());
        commands.remove();
        link.say(text);
    }

    void ping() throws IOException, InterruptedException {
        tally.pings.increment();
        link.ping();
    }

    private void countPongs() {
        int now = link.pongs();
        tally.pongs.add(now - pongs);
        pongs = now;
    }
}
