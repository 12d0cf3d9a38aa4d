package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import io.larder.server.command.RemoteOrder;
import io.larder.server.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A message with orders that the broker believes to be on its way until all of it is decided.
///
/// ```
/// text = order | "[" order "," … "]" | {"orders":[order…], "cancelled":[reference…]}
/// ```
final class OrderMessage {
    private final Mqtt5Publish message;
    private final List<RemoteOrder> undecided;

    /// To be taken back, and whether the box was asked to.
    private final Set<String> cancelled;

    private final Set<String> asked = new HashSet<>();

    private OrderMessage(Mqtt5Publish message, OrderPage page) {
        this.message = message;
        this.undecided = new ArrayList<>(page.orders());
        this.cancelled = new LinkedHashSet<>(page.cancelled());
    }

    /// Throws `IllegalArgumentException` saying why it holds no order.
    static OrderMessage read(Mqtt5Publish message) {
        return new OrderMessage(message, page(new String(message.getPayloadAsBytes(), UTF_8)));
    }

    private static OrderPage page(String text) {
        if (text.stripLeading().startsWith("[")) {
            return OrderPage.read("{\"orders\":" + text + "}");
        }
        Map<String, Object> said = new LinkedHashMap<>(Json.read(text));
        if (!said.containsKey("orders") && !said.containsKey("cancelled")) {
            said = new LinkedHashMap<>(Map.of("orders", List.of(said)));
        }
        said.putIfAbsent("orders", List.of());
        return OrderPage.read(Json.write(said));
    }

    /// What the box said is decided; what it did not say of a cancellation that it knows of has
    /// come to its end.
    void settle(BoxReport report) {
        Set<String> declined = new HashSet<>();
        report.declined().forEach(each -> declined.add(each.reference()));
        undecided.removeIf(order ->
                report.taken().contains(order.reference()) || declined.contains(order.reference()));
        boolean whole = report.taken().size() < MqttLimits.PAGE_ORDERS;
        cancelled.removeIf(each ->
                asked.contains(each)
                        && (declined.contains(each) || (whole && !report.taken().contains(each))));
    }

    boolean isDecided() {
        return undecided.isEmpty() && cancelled.isEmpty();
    }

    List<RemoteOrder> undecided() {
        return undecided;
    }

    /// From now on what the box says of them counts.
    Set<String> cancel() {
        asked.addAll(cancelled);
        return cancelled;
    }

    /// The broker need not keep it any more.
    void acknowledge() {
        message.acknowledge();
    }
}
