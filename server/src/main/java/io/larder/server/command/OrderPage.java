package io.larder.server.command;

import io.larder.server.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What headquarters answers to a box: orders that it does not know as taken, in the order in which
/// they are to be carried out, and references of orders to take back. With `more`, others wait.
///
/// ```
/// {"orders":[{"reference":…, "terminal":…, "name":…, "argument":…, "fields":{…}, "ttlSeconds":…, "by":…, "confirmed":…}…],
///  "cancelled":[reference…], "more":…}
/// ```
public record OrderPage(List<RemoteOrder> orders, List<String> cancelled, boolean more) {
    /// Keeps unchangeable copies.
    public OrderPage {
        orders = List.copyOf(orders);
        cancelled = List.copyOf(cancelled);
    }

    /// As one line of JSON.
    public String write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("orders", orders.stream().map(RemoteOrder::object).toList());
        out.put("cancelled", cancelled);
        out.put("more", more);
        return Json.write(out);
    }

    /// Reads it back; throws `IllegalArgumentException` saying what is missing or wrong.
    public static OrderPage read(String text) {
        Map<String, Object> said = Json.read(text);
        if (!(said.get("orders") instanceof List<?> orders)) {
            throw new IllegalArgumentException("orders is no list");
        }
        return new OrderPage(
                orders.stream().map(CommandJson::objectOf).map(RemoteOrder::read).toList(),
                CommandJson.list(said, "cancelled").stream()
                        .map(each -> BoxReport.reference(String.valueOf(each)))
                        .toList(),
                Boolean.TRUE.equals(said.get("more")));
    }
}
