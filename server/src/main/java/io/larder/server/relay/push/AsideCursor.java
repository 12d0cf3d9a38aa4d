package io.larder.server.relay.push;

import io.larder.storage.Cursor;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The least place of those who are set aside, as a cursor like any other: it keeps their entries
/// also while the upstream is not configured, and is forgotten with it.
final class AsideCursor implements AutoCloseable {
    private final Store store;
    private final String name;
    private @Nullable Cursor cursor;

    AsideCursor(Store store, String upstream) {
        this.store = store;
        this.name = upstream + ".aside";
    }

    /// False when nobody was set aside, or all were forgotten.
    boolean exists() throws IOException {
        return store.cursors().containsKey(name);
    }

    /// Keeps entries from there on, or none; durable when this returns.
    void keep(Optional<Position> least) throws IOException {
        if (least.isEmpty()) {
            close();
            store.dropCursor(name);
            return;
        }
        Cursor open = cursor == null ? store.cursor(name) : cursor;
        cursor = open;
        if (!open.position().equals(least.get())) {
            open.move(least.get());
        }
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
