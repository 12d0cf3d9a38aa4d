package io.larder.server.command;

import io.larder.crypto.Seal;
import io.larder.server.protocol.Order;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The fields of an order that nobody may read: closed before they are written down, opened only to
/// be put on the wire.
public final class Secrets {
    private static final String HIDDEN = "***";

    private final Seal seal;

    public Secrets(Seal seal) {
        this.seal = seal;
    }

    /// The order with its secrets closed.
    Order close(Order order, Set<String> names) {
        return mapped(order, names, seal::close);
    }

    /// The order as it goes on the wire; empty when a secret was closed under another key.
    Optional<Order> open(Order order, Set<String> names) {
        Order opened = mapped(order, names, text -> seal.open(text).orElse(""));
        boolean lost =
                opened.fields().entrySet().stream()
                        .anyMatch(each ->
                                isSecret(names, each.getKey())
                                        && each.getValue().isEmpty()
                                        && seal.open(text(order, each.getKey())).isEmpty());
        return lost ? Optional.empty() : Optional.of(opened);
    }

    private static String text(Order order, String name) {
        return order.fields().getOrDefault(name, "");
    }

    /// The order in one line as people may see it.
    public static String shown(Order order, Set<String> names) {
        StringBuilder text = new StringBuilder(order.name());
        if (!order.argument().isEmpty()) {
            text.append(' ').append(order.argument());
        }
        mapped(order, names, _ -> HIDDEN)
                .fields()
                .forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    private static Order mapped(Order order, Set<String> names, UnaryOperator<String> secret) {
        Map<String, String> fields = new LinkedHashMap<>();
        order.fields()
                .forEach((name, value) ->
                        fields.put(name, isSecret(names, name) ? secret.apply(value) : value));
        return new Order(order.name(), order.argument(), fields);
    }

    private static boolean isSecret(Set<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}
