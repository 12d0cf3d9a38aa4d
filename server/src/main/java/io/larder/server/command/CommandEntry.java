package io.larder.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The payloads of the journal entries that move commands, as JSON. The entry's serial is the
/// terminal, its stamp the moment.
///
/// ```
/// ORDER     {"by":…, "orders":[{"name":…, "argument":…, "fields":{…}, "ttlSeconds":…, "reference":…, "item":{…}, "target":…}]}
/// HANDOVER  {"commands":[{"id":…, "dialect":{…}}]}
/// RULING    {"by":…, "rulings":[{"id":…, "state":…, "why":…}]}
/// ```
final class CommandEntry {
    private CommandEntry() {}

    record Orders(String by, List<Ordered> orders) {}

    record Ordered(Wanted wanted, String target) {}

    record Handed(long id, Map<String, String> dialect) {}

    record Rulings(String by, List<Ruling> rulings) {}

    record Ruling(long id, CommandState state, String why) {}

    static byte[] orders(Orders orders) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Ordered each : orders.orders()) {
            Map<String, Object> one = CommandJson.wanted(each.wanted());
            one.put("target", each.target());
            list.add(one);
        }
        return bytes(by(orders.by()), "orders", list);
    }

    static Orders readOrders(byte[] payload) {
        Map<String, Object> said = read(payload);
        List<Ordered> orders =
                list(said, "orders").stream()
                        .map(one ->
                                new Ordered(
                                        CommandJson.wanted(one), CommandJson.text(one, "target")))
                        .toList();
        return new Orders(CommandJson.text(said, "by"), orders);
    }

    static byte[] handover(List<Handed> commands) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Handed each : commands) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", each.id());
            one.put("dialect", each.dialect());
            list.add(one);
        }
        return bytes(new LinkedHashMap<>(), "commands", list);
    }

    static List<Handed> readHandover(byte[] payload) {
        return list(read(payload), "commands").stream()
                .map(one ->
                        new Handed(
                                CommandJson.number(one, "id"),
                                CommandJson.texts(one.get("dialect"))))
                .toList();
    }

    static byte[] rulings(Rulings rulings) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Ruling each : rulings.rulings()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("id", each.id());
            one.put("state", each.state().word());
            one.put("why", each.why());
            list.add(one);
        }
        return bytes(by(rulings.by()), "rulings", list);
    }

    static Rulings readRulings(byte[] payload) {
        Map<String, Object> said = read(payload);
        List<Ruling> rulings =
                list(said, "rulings").stream()
                        .map(one ->
                                new Ruling(
                                        CommandJson.number(one, "id"),
                                        CommandState.of(CommandJson.text(one, "state"))
                                                .orElseThrow(() ->
                                                        new IllegalArgumentException("no state")),
                                        CommandJson.text(one, "why")))
                        .toList();
        return new Rulings(CommandJson.text(said, "by"), rulings);
    }

    private static Map<String, Object> by(String by) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("by", by);
        return out;
    }

    private static byte[] bytes(Map<String, Object> out, String name, List<?> list) {
        out.put(name, list);
        return Json.write(out).getBytes(UTF_8);
    }

    private static Map<String, Object> read(byte[] payload) {
        return Json.read(new String(payload, UTF_8));
    }

    private static List<Map<String, Object>> list(Map<String, Object> said, String name) {
        if (!(said.get(name) instanceof List<?> list)) {
            throw new IllegalArgumentException(name + " is no list");
        }
        return list.stream().map(CommandJson::objectOf).toList();
    }
}
