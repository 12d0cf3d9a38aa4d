package io.larder.server.simulate.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Serial;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at what the box says as strict firmware would, and writes down what is not as printed
/// (PROTOCOL.md 6.2, 6.4): texts only, sizes, numbers of messages, required fields. It lives as
/// long as its terminal.
final class Examiner {
    private static final int MID_LENGTH = 32;
    private static final int CODE_LENGTH = 8;
    private static final String ANSWER = "cmd.dev.response";

    private final Serial serial;
    private final Manner manner;
    private final Findings findings;

    /// What the terminal said on this connection: only that may be answered.
    private final Set<String> said = new HashSet<>();

    /// Number of a message to the command that it is.
    private final Map<String, String> commands = new HashMap<>();

    private boolean busy;

    Examiner(Serial serial, Manner manner, Findings findings) {
        this.serial = serial;
        this.manner = manner;
        this.findings = findings;
    }

    /// A new connection.
    void begin() {
        said.clear();
        busy = false;
    }

    void said(String mid) {
        said.add(mid);
    }

    /// From now on only urgent commands may come, or all again.
    void busy(boolean now) {
        busy = now;
    }

    void find(String what) {
        findings.add(serial, what);
    }

    /// The members of a message, none when it is not readable at all.
    Map<String, Object> read(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > manner.packageKb() * 1024) {
            find("message of %d bytes, at most %d KB".formatted(bytes, manner.packageKb()));
        }
        try {
            Map<String, Object> message = Json.read(text);
            texts("", message);
            String mid = Values.text(message, "mid");
            if (mid.isEmpty() || mid.length() > MID_LENGTH) {
                find("mid of %d characters: %s".formatted(mid.length(), shown(text)));
            }
            return message;
        } catch (IllegalArgumentException e) {
            find(e.getMessage() + ": " + shown(text));
            return Map.of();
        }
    }

    static boolean isAnswer(Map<String, Object> message) {
        return Values.text(message, "funcId").equals(ANSWER);
    }

    /// An answer must belong to something.
    void answer(Answer answer) {
        if (answer.code().length() != CODE_LENGTH) {
            find("code is not of eight characters: " + answer);
        }
        if (!said.contains(answer.mid())) {
            find("answer to what was not said: " + answer);
        }
    }

    /// A command that is handed over while `outstanding` others wait for their replies.
    void command(Command command, int outstanding) {
        if (command.id().isEmpty()) {
            find("command without cmdId: " + command);
        }
        String before = commands.put(command.mid(), command.id());
        if (before != null && !before.equals(command.id())) {
            find("mid %s is command %s and %s".formatted(command.mid(), before, command.id()));
        }
        if (outstanding >= manner.pending()) {
            find(
                    "command %s beside %d, at most %d"
                            .formatted(command.id(), outstanding, manner.pending()));
        }
        if (busy && !command.urgent()) {
            find("command that is not urgent to a busy terminal: " + command.id());
        }
    }

    /// Whether a command says all that it must.
    boolean isComplete(Function function, Command command) {
        List<Map<String, Object>> elements =
                function.array().isEmpty()
                        ? List.of(command.params())
                        : command.elements(function.array());
        boolean complete =
                !elements.isEmpty()
                        && elements.stream().allMatch(it -> hasAll(it, function.required()));
        if (!complete) {
            find("incomplete command: " + command);
        }
        return complete;
    }

    private static boolean hasAll(Map<String, Object> element, List<String> names) {
        return names.stream()
                .allMatch(name ->
                        element.get(name) instanceof List<?> list
                                ? !list.isEmpty()
                                : !Values.text(element, name).isEmpty());
    }

    /// What must be in the answer to the report.
    void report(Answer answer) {
        for (String name :
                List.of(
                        "timezone",
                        "supportHeartbeat",
                        "heartbeatInterval",
                        "multiBioDataSupport",
                        "multiBioPhotoSupport")) {
            if (Values.text(answer.results(), name).isEmpty()) {
                find("answer to the report without " + name);
            }
        }
        if (!(answer.results().get("funcIds") instanceof List<?>)) {
            find("answer to the report without an array funcIds");
        }
    }

    /// Numbers and flags are texts too (trap T-112).
    private void texts(String name, @Nullable Object value) {
        switch (value) {
            case String _ -> {}
            case Map<?, ?> map -> map.forEach((key, each) -> texts(String.valueOf(key), each));
            case List<?> list -> list.forEach(each -> texts(name, each));
            case null, default -> find(name + " is no text: " + value);
        }
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
