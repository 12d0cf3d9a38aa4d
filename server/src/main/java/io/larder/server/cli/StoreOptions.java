package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Lens;
import io.larder.server.watch.StoreView;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `--data` and the configuration, for every command that asks a store.
final class StoreOptions {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Mixin private SettingsOptions settings = new SettingsOptions();

    Path data() {
        return data;
    }

    Settings settings() {
        return settings.read();
    }

    /// Opens the store, stopped or live. What recovery found goes to `err`.
    StoreView open(PrintWriter err) throws IOException, InterruptedException {
        StoreView view = StoreView.open(data, reading());
        view.notices().forEach(notice -> err.println("larder: note: " + notice));
        return view;
    }

    StoreView.Reading reading() throws IOException {
        SealFile.Found found = SealFile.find(data, settings(), System.getenv());
        return new StoreView.Reading(
                new Lens(Meaning.UPLOADS, settings().get(Keys.ZONE), found.seal(), Takers::of),
                found.veil(),
                found.locked(),
                System::nanoTime);
    }

    /// Opens the store to write. Throws `Store.StoreInUse` when a box runs on it.
    Store own() throws IOException {
        return reading().own(data);
    }
}
