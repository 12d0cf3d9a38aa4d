package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Stands in for the real table.
public final class AttendanceCommands implements CommandLanguage {
    /// The only one.
    public static final CommandLanguage LANGUAGE = new AttendanceCommands();

    private AttendanceCommands() {}

    @Override
    public Order read(List<String> words) {
        return new Order(String.join(" ", words), "", Map.of());
    }

    @Override
    public Optional<String> fault(Order order) {
        return Optional.empty();
    }

    @Override
    public OrderTraits traits(Order order) {
        return new OrderTraits(false, true, false, false, OrderTraits.Guard.NONE, 60, Set.of(), "");
    }

    @Override
    public List<Map<String, String>> dialects(Order order) {
        return List.of(Map.of());
    }

    @Override
    public Bytes write(Order order, Map<String, String> dialect, Audience audience) {
        return Bytes.utf8(order.name());
    }

    @Override
    public String meaning(Order order, long returnCode) {
        return "code " + returnCode;
    }

    @Override
    public boolean isDialectFault(Order order, long returnCode) {
        return false;
    }

    @Override
    public Map<String, String> help() {
        return Map.of();
    }
}
