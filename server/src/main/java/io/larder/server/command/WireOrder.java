package io.larder.server.command;

import io.larder.server.protocol.Order;
import io.larder.server.protocol.Text;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import java.time.Duration;
import java.util.Optional;

/// An order that somebody wrote for a terminal in the terminal's own words.
public record WireOrder(String terminal, Order order) {
    /// The order that `written` means to terminals of `family`, without number and line end; empty
    /// when the box has no such command.
    public static Optional<WireOrder> read(Family family, String terminal, Bytes written) {
        return Languages.of(family)
                .flatMap(language -> language.written(Text.decode(written)))
                .map(order -> new WireOrder(terminal, order));
    }

    /// The same on its way to the box's commands.
    public RemoteOrder order(String reference, Duration ttl, String by, boolean confirmed) {
        return new RemoteOrder(
                reference,
                terminal,
                order.name(),
                order.argument(),
                order.fields(),
                ttl.toSeconds(),
                by,
                confirmed);
    }
}
