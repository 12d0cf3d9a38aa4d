package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import io.larder.server.command.RemoteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Orders that came over one connection and are not acknowledged: the broker gives them again when
/// the connection ends before that. Filled by the network's thread, emptied by one other.
final class Inbox {
    private final Queue<Mqtt5Publish> come = new ConcurrentLinkedQueue<>();
    private final List<OrderMessage> open = new ArrayList<>();

    /// A message that holds no order, and why.
    record Unreadable(Mqtt5Publish message, String why) {}

    void add(Mqtt5Publish message) {
        come.add(message);
    }

    /// Reads what came meanwhile; answers with what holds no order.
    List<Unreadable> read() {
        List<Unreadable> unreadable = new ArrayList<>();
        for (Mqtt5Publish each = come.poll(); each != null; each = come.poll()) {
            try {
                open.add(OrderMessage.read(each));
            } catch (IllegalArgumentException e) {
                unreadable.add(new Unreadable(each, String.valueOf(e.getMessage())));
            }
        }
        return unreadable;
    }

    /// The broker has heard what the box said: what is decided thereby need not come again.
    void settle(BoxReport report) {
        for (OrderMessage each : List.copyOf(open)) {
            each.settle(report);
            if (each.isDecided()) {
                each.acknowledge();
                open.remove(each);
            }
        }
    }

    /// What is not decided, in the order in which it came, without orders for `full` terminals.
    OrderPage page(Collection<String> full) {
        List<RemoteOrder> orders =
                open.stream()
                        .flatMap(each -> each.undecided().stream())
                        .filter(order -> !full.contains(order.terminal()))
                        .limit(MqttLimits.PAGE_ORDERS + 1L)
                        .toList();
        Set<String> cancelled = new LinkedHashSet<>();
        open.forEach(each -> cancelled.addAll(each.cancel()));
        boolean more = orders.size() > MqttLimits.PAGE_ORDERS;
        return new OrderPage(
                more ? orders.subList(0, MqttLimits.PAGE_ORDERS) : orders,
                List.copyOf(cancelled),
                more);
    }
}
