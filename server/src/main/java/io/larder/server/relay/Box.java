package io.larder.server.relay;

import io.larder.server.json.Epochs;
import io.larder.server.json.RecordJson;
import io.larder.storage.Draft;
import io.larder.storage.Projection;
import io.larder.storage.Store;
import java.util.function.Supplier;

/// What all relays of a box share: its store, the epochs of its numbering, how far the projector
/// is, how records are written, and the clock.
public record Box(
        Store store,
        Epochs epochs,
        Projection progress,
        RecordJson json,
        Supplier<Draft.Stamp> clock) {
    String name() {
        return store.journal().box();
    }
}
