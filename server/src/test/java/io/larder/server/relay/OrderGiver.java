package io.larder.server.relay;

import java.io.IOException;

/// What the contract needs of a headquarters that gives orders, whoever wrote it.
interface OrderGiver extends AutoCloseable {
    void start() throws IOException;

    /// Ends as a process ends.
    void stop();

    int port();

    /// Makes sure that orders for `terminal`, whose records are on their way, can be given.
    default void untilKnown(String terminal) {}

    /// Orders something of a terminal; the reference.
    String give(String terminal, String name);

    void cancel(String reference);

    /// `given`, `taken`, `declined: ` and why, or how it ended: `settled`, `cancelled`, ….
    String became(String reference);

    @Override
    void close();
}
