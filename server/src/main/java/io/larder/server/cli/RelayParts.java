package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.projector.Projector;
import io.larder.server.relay.Box;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Store;
import java.time.ZoneId;

/// The box as its relays see it.
final class RelayParts {
    private RelayParts() {}

    static RecordJson json(Store store, Epochs epochs, ZoneId zone) {
        return new RecordJson(
                store.journal().box(), epochs, zone, new JournalRaw(store.journal()::entry));
    }

    static Box box(Settings settings, Store store, Projector projector, BoxClock clock) {
        Epochs epochs = new Epochs(store.journal().epoch());
        return new Box(
                store,
                epochs,
                projector,
                json(store, epochs, settings.get(Keys.ZONE)),
                clock::stamp);
    }

    /// Without a configured token both sides use the same well-known one; a receiver that can be
    /// reached from outside refuses to start with it.
    static Secret token(String configured) {
        return Secret.of(configured.isEmpty() ? "loopback" : configured);
    }
}
