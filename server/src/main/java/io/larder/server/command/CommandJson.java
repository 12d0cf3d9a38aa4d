package io.larder.server.command;

import io.larder.server.json.Json;
import io.larder.server.protocol.Order;
import io.larder.storage.CommandRow;
import io.larder.storage.Draft;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Commands, and what is wanted of them, as JSON for journal and ledger. Reading throws
/// `IllegalArgumentException` for what was not written here.
final class CommandJson {
    private CommandJson() {}

    static CommandRow row(Command command) {
        Map<String, Object> body = new LinkedHashMap<>(wanted(command.wanted()));
        body.put("by", command.by());
        body.put("issued", stamp(command.issued()));
        Command.Delivery delivery = command.delivery();
        body.put("attempts", delivery.attempts());
        body.put("last", delivery.last().map(CommandJson::stamp).orElse(null));
        body.put("dialect", delivery.dialect());
        body.put("tried", delivery.tried());
        body.put("next", delivery.next());
        body.put("supersededBy", delivery.supersededBy());
        Command.Outcome outcome = command.outcome();
        body.put("returned", outcome.returned());
        body.put("code", outcome.code().isPresent() ? outcome.code().getAsLong() : null);
        body.put("words", outcome.words());
        body.put("ended", outcome.endedMillis());
        return new CommandRow(
                command.terminal(),
                command.id(),
                command.state().word(),
                command.state().isOpen(),
                command.target(),
                Json.write(body));
    }

    static Command read(CommandRow row) {
        Map<String, Object> body = Json.read(row.body());
        return new Command(
                row.subject(),
                row.id(),
                CommandState.of(row.state())
                        .orElseThrow(() -> new IllegalArgumentException("state " + row.state())),
                row.target(),
                wanted(body),
                text(body, "by"),
                stamp(object(body, "issued")),
                delivery(body),
                new Command.Outcome(
                        text(body, "returned"),
                        body.get("code") instanceof Long code
                                ? OptionalLong.of(code)
                                : OptionalLong.empty(),
                        text(body, "words"),
                        number(body, "ended")));
    }

    private static Command.Delivery delivery(Map<String, Object> body) {
        List<Map<String, String>> tried =
                body.get("tried") instanceof List<?> list
                        ? list.stream().map(CommandJson::texts).toList()
                        : List.of();
        return new Command.Delivery(
                (int) number(body, "attempts"),
                body.containsKey("last")
                        ? Optional.of(stamp(object(body, "last")))
                        : Optional.empty(),
                texts(body.get("dialect")),
                tried,
                texts(body.get("next")),
                number(body, "supersededBy"));
    }

    static Map<String, Object> wanted(Wanted wanted) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", wanted.order().name());
        out.put("argument", wanted.order().argument());
        out.put("fields", wanted.order().fields());
        out.put("ttlSeconds", wanted.ttl().toSeconds());
        out.put("reference", wanted.reference());
        wanted.item()
                .ifPresent(item -> {
                    Map<String, Object> ref = new LinkedHashMap<>();
                    ref.put("kind", item.kind());
                    ref.put("key", item.key());
                    ref.put("digest", item.digest());
                    if (item.urgent()) {
                        ref.put("urgent", true);
                    }
                    out.put("item", ref);
                });
        return out;
    }

    static Wanted wanted(Map<String, Object> body) {
        Order order =
                new Order(text(body, "name"), text(body, "argument"), texts(body.get("fields")));
        Optional<ItemRef> item =
                body.containsKey("item")
                        ? Optional.of(item(object(body, "item")))
                        : Optional.empty();
        return new Wanted(
                order,
                Duration.ofSeconds(number(body, "ttlSeconds")),
                text(body, "reference"),
                item);
    }

    private static ItemRef item(Map<String, Object> ref) {
        return new ItemRef(
                text(ref, "kind"),
                text(ref, "key"),
                text(ref, "digest"),
                ref.containsKey("urgent"));
    }

    private static Map<String, Object> stamp(Draft.Stamp stamp) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("wall", stamp.wallMillis());
        out.put("monotonic", stamp.monotonicMillis());
        out.put("boot", stamp.bootId());
        out.put("trusted", stamp.clockTrusted());
        return out;
    }

    private static Draft.Stamp stamp(Map<String, Object> from) {
        return new Draft.Stamp(
                number(from, "wall"),
                number(from, "monotonic"),
                (int) number(from, "boot"),
                Boolean.TRUE.equals(from.get("trusted")));
    }

    static String text(Map<String, Object> from, String name) {
        return String.valueOf(from.getOrDefault(name, ""));
    }

    static long number(Map<String, Object> from, String name) {
        return from.get(name) instanceof Long number ? number : 0;
    }

    /// A list that may be absent; one that is too long is none of ours.
    static List<?> list(Map<String, Object> from, String name) {
        Object value = from.getOrDefault(name, List.of());
        if (value instanceof List<?> list && list.size() <= BoxReport.MOST) {
            return list;
        }
        throw new IllegalArgumentException(
                name + " is no list of at most " + BoxReport.MOST + " elements");
    }

    static Map<String, Object> object(Map<String, Object> from, String name) {
        return objectOf(from.get(name));
    }

    static Map<String, Object> objectOf(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("expected an object");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, each) -> object.put(String.valueOf(name), each));
        return object;
    }

    static Map<String, String> texts(@Nullable Object value) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
        }
        return texts;
    }
}
