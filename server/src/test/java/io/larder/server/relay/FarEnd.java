package io.larder.server.relay;

import java.io.IOException;
import java.util.List;

/// Whoever stands at the other end of a way up, as far as [WayContract] must know.
interface FarEnd extends AutoCloseable {
    /// What the way promises when answers get lost and the box is killed.
    enum Promise {
        /// Each record once, also for a reader who knows nothing of identities.
        ONCE,
        /// Each record at least once; who drops what he has by its identity sees each once.
        AT_LEAST_ONCE
    }

    Promise promise();

    /// Whether it can tell a box that was restored from an old copy.
    boolean tellsRestoredCopies();

    /// Whether a reader sees again what is sent again.
    default boolean showsRepeats() {
        return true;
    }

    /// Starts, or starts again after [#kill], with everything that was durable.
    void start() throws Exception;

    /// Ends as a process that is killed.
    void kill() throws Exception;

    /// Where it listens since it was started last.
    int port();

    /// Where a line to it must listen, because it sends its clients there; 0 is anywhere.
    default int lineAt() {
        return 0;
    }

    /// A new way to it, through whatever listens at `port`.
    Upstream upstream(int port) throws IOException;

    /// The same for one that reads the journal of `box` itself.
    default Upstream upstream(SmallBox box, int port) throws IOException {
        return upstream(port);
    }

    /// What a reader sees, in order, repetitions too.
    List<String> seen() throws Exception;

    /// What he must see of this box, each once.
    default List<String> expected(SmallBox box) throws Exception {
        return box.records();
    }

    @Override
    void close() throws IOException;
}
