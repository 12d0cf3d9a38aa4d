package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Serial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what waits in a conversation, replies, and does what follows a reply.
final class Obedience {
    private final Serial serial;
    private final Manner manner;
    private final Words words;
    private final Memory memory;
    private final Orders orders;
    private final Examiner examiner;
    private final MeetingTally tally;

    Obedience(
            Serial serial,
            Manner manner,
            Words words,
            Memory memory,
            Orders orders,
            Examiner examiner,
            MeetingTally tally) {
        this.serial = serial;
        this.manner = manner;
        this.words = words;
        this.memory = memory;
        this.orders = orders;
        this.examiner = examiner;
        this.tally = tally;
    }

    /// The terminal starts anew, as it was told.
    static final class Restart extends IOException {
        private static final long serialVersionUID = 1;

        Restart() {
            super("restart");
        }
    }

    void obey(Conversation talk) throws IOException, InterruptedException {
        Optional<Command> command = talk.command();
        while (command.isPresent()) {
            obey(talk, command.get());
            command = talk.command();
        }
    }

    private void obey(Conversation talk, Command command) throws IOException, InterruptedException {
        Code code = orders.obey(command);
        tally.commands.increment();
        if (code != Code.DONE) {
            tally.commandsRefused.increment();
        }
        talk.replied(command, words.reply(command, code));
        Optional<Function> function = Function.of(command.funcId());
        if (code == Code.DONE && function.isPresent()) {
            follow(talk, function.get(), command);
        }
    }

    private void follow(Conversation talk, Function function, Command command)
            throws IOException, InterruptedException {
        if (function == Function.QUERY_USER) {
            users(Values.text(command.params(), "pin"));
        } else if (function == Function.SYNC_TIME) {
            askTime(talk);
        } else if (function == Function.REBOOT) {
            throw new Restart();
        }
    }

    /// One person, or everybody, in messages that are not too large.
    private void users(String pin) {
        List<Map<String, Object>> some = new ArrayList<>();
        int bytes = 0;
        for (Map.Entry<String, Map<String, Object>> user : memory.users().entrySet()) {
            if (pin.isEmpty() || pin.equals(user.getKey())) {
                Map<String, Object> fields = uploaded(user.getValue());
                int more = fields.toString().getBytes(StandardCharsets.UTF_8).length * 2;
                if (bytes + more > manner.packageKb() * 1024 / 2) {
                    send(some);
                    some = new ArrayList<>();
                    bytes = 0;
                }
                some.add(fields);
                bytes += more;
            }
        }
        send(some);
    }

    /// A person goes up without what only comes down (PROTOCOL.md 6.8).
    private static Map<String, Object> uploaded(Map<String, Object> user) {
        Map<String, Object> fields = new LinkedHashMap<>(user);
        fields.keySet().removeAll(List.of("role", "ruleType"));
        return fields;
    }

    private void send(List<Map<String, Object>> users) {
        if (!users.isEmpty()) {
            List<String> ids =
                    users.stream()
                            .map(user -> Ids.user(serial.text(), Values.text(user, "pin")))
                            .toList();
            memory.errands.add(words.upload("user", "users", users, ids));
        }
    }

    private void askTime(Conversation talk) throws IOException, InterruptedException {
        String mid = words.mid();
        Answer answer = talk.ask(mid, words.askTime(mid));
        if (!answer.isDone()) {
            tally.refused.increment(); // a box may not know the time yet
            return;
        }
        String time = Values.text(answer.results(), "time");
        try {
            memory.time = OffsetDateTime.parse(time);
        } catch (DateTimeException _) {
            examiner.find("time told is " + answer);
        }
    }
}
