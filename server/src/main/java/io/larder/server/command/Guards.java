package io.larder.server.command;

import io.larder.server.protocol.Order;
import io.larder.server.terminal.Terminal;
import java.util.Optional;

/// What stands between a dangerous order and its terminal.
///
/// `powerful` says whether orders with full control of a terminal may be given at all; `safety`
/// objects to single orders by what is known at this moment (records that would be erased before
/// headquarters has them). Source: PROTOCOL.md 3.4, traps T-089, T-090.
public record Guards(boolean powerful, Safety safety) {
    /// Looks at an order as things are now.
    public interface Safety {
        /// Why it would do harm now; empty when it would not.
        Optional<String> objection(Terminal terminal, Order order);
    }
}
