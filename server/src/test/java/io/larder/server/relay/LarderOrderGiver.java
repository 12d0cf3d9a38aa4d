package io.larder.server.relay;

import io.larder.server.json.Json;
import io.larder.storage.CommandRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The real one.
final class LarderOrderGiver implements OrderGiver {
    private static final String DECLINED = "declined by its box: ";

    private final Path folder;
    private @Nullable WholeBox box;

    LarderOrderGiver(Path folder) {
        this.folder = folder;
    }

    private WholeBox box() {
        return Objects.requireNonNull(box);
    }

    @Override
    public void start() throws IOException {
        box = new WholeBox(folder.resolve("hq")).caughtUp().receiving();
    }

    @Override
    public void stop() {
        if (box != null) {
            box.close();
            box = null;
        }
    }

    @Override
    public int port() {
        return box().port();
    }

    @Override
    public void untilKnown(String terminal) {
        box().untilKnown(terminal);
    }

    @Override
    public String give(String terminal, String name) {
        return box().reference(box().ordersOne(terminal, name));
    }

    private CommandRow row(String reference) {
        return box().rows().stream()
                .filter(row -> reference.equals(Json.read(row.body()).get("reference")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void cancel(String reference) {
        long id = row(reference).id();
        box().commands.cancel(id, "Ann");
        box().until(it -> !Json.read(it.row(id).body()).getOrDefault("words", "").equals(""));
    }

    @Override
    public String became(String reference) {
        CommandRow row = row(reference);
        String words = String.valueOf(Json.read(row.body()).get("words"));
        return switch (row.state()) {
            case "issued" -> "given";
            case "handedOver" -> words.isEmpty() ? "taken" : "withdrawn";
            default ->
                    words.startsWith(DECLINED)
                            ? "declined: " + words.substring(DECLINED.length())
                            : row.state();
        };
    }

    @Override
    public void close() {
        stop();
    }
}
