package io.larder.server.simulation;

import io.larder.server.relay.Upstream;
import io.larder.storage.JournalSettings;
import java.util.function.UnaryOperator;

/// How a run is set up. All but [#HONEST] break something on purpose, to show that it is found out.
///
/// @param settings of both journals
/// @param lyingDisks flushes say success and do nothing
/// @param upstream what stands between the relay and the line
record Variant(JournalSettings settings, boolean lyingDisks, UnaryOperator<Upstream> upstream) {
    /// The smallest ring there may be: it turns often, and is full soon when the line is down.
    static final Variant HONEST = new Variant(small(true), false, UnaryOperator.identity());

    static final Variant WITHOUT_FLUSHING =
            new Variant(small(false), false, UnaryOperator.identity());

    static final Variant LYING_DISKS = new Variant(small(true), true, UnaryOperator.identity());

    static Variant through(UnaryOperator<Upstream> upstream) {
        return new Variant(small(true), false, upstream);
    }

    private static JournalSettings small(boolean sync) {
        return new JournalSettings(
                JournalSettings.MIN_SEGMENT_BYTES, JournalSettings.MIN_SEGMENTS, 1 << 20, sync);
    }
}
