package io.larder.server.site;

import io.larder.crypto.Seal;
import io.larder.server.protocol.Order;

/// What a terminal is told of somebody at once, outside its commands.
public final class PersonOrders {
    private PersonOrders() {}

    /// The order that tells who somebody is, or what his finger is like.
    public static Order of(Item item, Seal seal) {
        return ItemOrders.update(item, seal);
    }
}
