package io.larder.server.command;

import io.larder.server.protocol.Order;
import java.time.Duration;
import java.util.Optional;

/// What somebody wants of a terminal. `reference` is the number under which headquarters knows it,
/// empty for others: the same reference is taken once. `item` is set when the command keeps the
/// site's data up to date.
public record Wanted(Order order, Duration ttl, String reference, Optional<ItemRef> item) {
    /// An order of a person at the box.
    public static Wanted of(Order order) {
        return new Wanted(order, CommandLimits.TTL, "", Optional.empty());
    }

    /// The same, good for another time.
    public Wanted within(Duration time) {
        return new Wanted(order, time, reference, item);
    }

    /// The same under a reference.
    Wanted under(String number) {
        return new Wanted(order, ttl, number, item);
    }

    Wanted with(Order other) {
        return new Wanted(other, ttl, reference, item);
    }
}
