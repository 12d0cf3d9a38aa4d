package io.larder.server.relay;

import java.io.IOException;
import java.util.List;

/// What the contract needs of a headquarters, whoever wrote it.
interface Headquarters extends AutoCloseable {
    String TOKEN = "open sesame";

    /// Starts, or starts again after [#stop], with everything that was durable.
    void start() throws IOException;

    /// Ends as a process ends.
    void stop();

    int port();

    /// The records it keeps after dropping what it knows by natural key, in the order they came.
    List<String> records() throws InterruptedException;

    /// How many records each batch had that it took.
    List<Integer> batches() throws IOException;

    /// Keeps a copy of everything; to be called while stopped.
    void keepCopy() throws IOException;

    /// Puts the copy back; to be called while stopped.
    void restoreCopy() throws IOException;

    @Override
    void close();
}
