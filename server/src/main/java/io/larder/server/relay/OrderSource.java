package io.larder.server.relay;

import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import java.time.Duration;
import java.util.Optional;

/// Where orders come from. Whoever is on the other side gives an order again until it was told that
/// the box has it. Used by one thread; only [#close] may come from another.
///
/// What the other side may do wrong is a value here; an exception means a defect of ours.
public interface OrderSource extends AutoCloseable {
    /// Tells what became of earlier orders and asks for more. A source that is told of orders by
    /// itself answers with those that came meanwhile.
    Answer ask(BoxReport report);

    /// From now on, `then` is run when orders came by themselves: to ask pays now. From any thread,
    /// so it must be short.
    default void whenTold(Runnable then) {}

    /// Cuts what is under way; questions that come later are answered `Down`.
    @Override
    void close();

    /// The answer to a report.
    sealed interface Answer {}

    /// The report was heard and need not be repeated; this is to be done.
    record Heard(OrderPage page) implements Answer {}

    /// No sensible answer: whether the report was heard is open. `retryAfter` is the other side's
    /// own wish.
    record Down(String why, Optional<Duration> retryAfter) implements Answer {}
}
