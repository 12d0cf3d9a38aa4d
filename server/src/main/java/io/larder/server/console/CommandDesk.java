package io.larder.server.console;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.watch.CommandSurvey;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the console does with commands.
public final class CommandDesk {
    private static final Pattern ID = Pattern.compile("\\d{1,16}");
    private static final int MOST_WORDS = 64;
    private static final int LONGEST_NAME = 64;

    private final Store store;
    private final Commands commands;

    public CommandDesk(Store store, Commands commands) {
        this.store = store;
        this.commands = commands;
    }

    /// `{"terminal":…, "words":[…], "ttlSeconds":…, "confirm":…, "by":…}`
    Reply order(String body, Role role) {
        Map<String, Object> said;
        try {
            said = Json.read(body);
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, "the body is no JSON object: " + e.getMessage());
        }
        Optional<Serial> serial = Serial.read(String.valueOf(said.getOrDefault("terminal", "")));
        if (serial.isEmpty()) {
            return Reply.refused(400, "terminal is missing, expected a serial number");
        }
        if (!(said.get("words") instanceof List<?> words)
                || words.isEmpty()
                || words.size() > MOST_WORDS) {
            return Reply.refused(
                    400, "words is no list of 1 to " + MOST_WORDS + " words, such as [\"INFO\"]");
        }
        Object ttl = said.getOrDefault("ttlSeconds", Commands.USUAL_TTL.toSeconds());
        if (!(ttl instanceof Long seconds)) {
            return Reply.refused(400, "ttlSeconds is " + ttl + ", expected a whole number");
        }
        boolean confirmed = role == Role.OWNER && Boolean.TRUE.equals(said.get("confirm"));
        Issued issued =
                commands.order(
                        serial.get(),
                        words.stream().map(String::valueOf).toList(),
                        Duration.ofSeconds(seconds),
                        by(said, role),
                        confirmed);
        return switch (issued) {
            case Issued.Mine(var ids, var seq) -> mine(ids, seq);
            case Issued.Declined(var reason, var why) -> declined(reason, why, role);
        };
    }

    private static String by(Map<String, Object> said, Role role) {
        String name = String.valueOf(said.getOrDefault("by", "")).replaceAll("\\p{Cntrl}", "");
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return shown.isEmpty() ? role.word() : role.word() + " " + shown;
    }

    private static Reply mine(List<Long> ids, long seq) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("ids", ids.stream().map(String::valueOf).toList());
        out.put("seq", seq);
        return Reply.ok(out);
    }

    private static Reply declined(Issued.Reason reason, String why, Role role) {
        return switch (reason) {
            case UNKNOWN_TERMINAL -> Reply.refused(404, why);
            case WRONG -> Reply.refused(400, why);
            case SWITCHED_OFF -> Reply.refused(403, why);
            case UNCONFIRMED ->
                    role == Role.OWNER
                            ? Reply.refused(409, why)
                            : Reply.refused(403, why + "; an operator's token cannot");
            case UNSAFE -> Reply.refused(409, why);
            case TOO_LARGE -> Reply.refused(413, why);
            case NO_ROOM, BUSY -> Reply.refused(503, why);
        };
    }

    /// A page of commands: parameters `terminal`, `all`, `before`, `limit`.
    Reply list(Function<String, Optional<String>> parameter) {
        String before = parameter.apply("before").orElse("9999999999999999");
        String limit = parameter.apply("limit").orElse("100");
        if (!ID.matcher(before).matches() || !limit.matches("[1-9]\\d{0,3}")) {
            return Reply.refused(
                    400, "before is a number, limit a number from 1 to " + CommandSurvey.MOST);
        }
        boolean all = parameter.apply("all").filter("true"::equals).isPresent();
        try (LedgerReader ledger = store.ledger().reader()) {
            return Reply.ok(
                    Map.of(
                            "commands",
                            new CommandSurvey(ledger)
                                    .page(
                                            parameter.apply("terminal").orElse(""),
                                            all,
                                            Long.parseLong(before),
                                            Integer.parseInt(limit))));
        }
    }

    /// One command.
    Reply show(String id) {
        if (!ID.matcher(id).matches()) {
            return unknown(id);
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            return new CommandSurvey(ledger)
                    .find(Long.parseLong(id))
                    .map(Reply::ok)
                    .orElseGet(() -> unknown(id));
        }
    }

    /// What the reply to a command brought, as it came.
    Optional<Bytes> content(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            return new CommandSurvey(ledger).content(Long.parseLong(id));
        }
    }

    /// Takes a command back.
    Reply cancel(String id, String by) {
        return ID.matcher(id).matches() && commands.cancel(Long.parseLong(id), by)
                ? Reply.ok(Map.of("cancelled", id))
                : Reply.refused(404, "no open command " + id);
    }

    private static Reply unknown(String id) {
        return Reply.refused(404, "no command " + id);
    }
}
