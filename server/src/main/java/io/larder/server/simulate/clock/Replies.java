package io.larder.server.simulate.clock;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Order;
import java.util.Map;

/// Spells replies (PROTOCOL.md 3.3). Some verbs say who they are and some never repeat what they
/// were asked; both are as documented for each (3.5).
///
/// ```
/// reply = "ID=" id ["&SN=" serial] "&Return=" code ["&CMD=" command] more LF (key "=" value LF)*
/// ```
final class Replies {
    private final Serial serial;
    private final Generation generation;

    Replies(Serial serial, Generation generation) {
        this.serial = serial;
        this.generation = generation;
    }

    /// The reply to `order`; `more` goes behind the command as it is.
    String line(Order order, long code, String more) {
        String command = command(order);
        return "ID="
                + order.id()
                + (namesItself(order) ? "&SN=" + serial : "")
                + "&Return="
                + code
                + (command.isEmpty() ? "" : "&CMD=" + command)
                + more
                + "\n";
    }

    static String facts(Map<String, String> facts) {
        StringBuilder text = new StringBuilder();
        facts.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    private String command(Order order) {
        return switch (order.verb()) {
            case "RELOAD" -> "";
            case "CLEAR" ->
                    generation == Generation.HYBRID ? "CLEAR_" + Order.head(order.rest()) : "";
            case "SET" -> "SET OPTION";
            case "VERIFY" -> "VERIFY SUM";
            default -> order.verb();
        };
    }

    private static boolean namesItself(Order order) {
        return switch (order.verb()) {
            case "CHECK", "RELOAD", "SET" -> true;
            default -> false;
        };
    }
}
