package io.larder.server.relay;

import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.json.RecordJson;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A store with a projector and at most one relay, in a folder that can be copied and put back.
final class SmallBox implements AutoCloseable {
    static final JournalSettings SETTINGS = new JournalSettings(1 << 20, 8, 8 << 20, true);
    static final RelayLimits QUICK =
            new RelayLimits(
                    100,
                    32 << 10,
                    Duration.ofMillis(1),
                    Duration.ofMillis(20),
                    Duration.ZERO,
                    1 << 20,
                    Duration.ofMillis(20),
                    3,
                    true);

    /// Never the same twice, as a clock that goes.
    private static final AtomicLong MILLIS = new AtomicLong(1_700_000_000_000L);

    static final Supplier<Draft.Stamp> CLOCK =
            () -> {
                long now = MILLIS.incrementAndGet();
                return new Draft.Stamp(now, now, 1, true);
            };

    final Store store;
    final SmallProjector projector;
    final Box box;
    private final Path folder;
    private @Nullable Relay relay;

    SmallBox(Path folder) throws IOException {
        this(folder, SETTINGS);
    }

    SmallBox(Path folder, JournalSettings settings) throws IOException {
        this.folder = folder;
        this.store = Store.open(folder, settings);
        this.projector = new SmallProjector(store);
        Epochs epochs = new Epochs(store.journal().epoch());
        RecordJson json = new RecordJson(store.journal().box(), epochs, ZoneOffset.UTC, this::raw);
        this.box = new Box(store, epochs, projector, json, CLOCK);
    }

    /// Its uploads hold a line for each row, so that every line comes from the journal.
    private Optional<Bytes> raw(LedgerRow row) {
        try {
            return store.journal()
                    .entry(row.position().seq())
                    .map(entry -> Upload.read(entry.payload()))
                    .map(upload -> SmallProjector.lines(upload).get(row.position().row()))
                    .map(Bytes::utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One upload of terminal `T1` with a row for each text, keys counted from `firstKey`.
    long take(int firstKey, String... texts) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            body.append(firstKey + i).append(',').append(texts[i]).append('\n');
        }
        byte[] upload =
                new Upload("POST", "/iclock/cdata", "", Bytes.utf8(body.toString())).write();
        Draft draft = new Draft(EntryKind.UPLOAD, "T1", upload, false, CLOCK.get());
        return ((Receipt) store.journal().append(draft)).seq();
    }

    /// `uploads` uploads of `rows` rows each.
    void takeMany(int firstKey, int uploads, int rows) {
        for (int i = 0; i < uploads; i++) {
            String[] texts = new String[rows];
            for (int row = 0; row < rows; row++) {
                texts[row] = "bowl " + Integer.toHexString((firstKey + i * rows + row) * 7919);
            }
            take(firstKey + i * rows, texts);
        }
    }

    Relay relay(Upstream upstream) throws IOException {
        return relay(upstream, QUICK);
    }

    Relay relay(Upstream upstream, RelayLimits limits) throws IOException {
        Relay started = Relay.start("hq", box, upstream, new Random(7), Plan.of(limits));
        relay = started;
        return started;
    }

    /// Waits until the upstream said that it has everything.
    void drained() throws InterruptedException {
        Relay running = relay;
        if (running == null
                || !running.await(
                        state -> state.connected() && state.backlog() == 0,
                        Duration.ofSeconds(30))) {
            throw new AssertionError(
                    "not drained: " + (running == null ? "no relay" : running.state()));
        }
    }

    /// The records that must be upstream, as they are written.
    List<String> records() throws InterruptedException {
        projector.await(store.journal().lastSeq(), 30_000);
        List<String> records = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            ledger.records(
                    Position.START,
                    Long.MAX_VALUE,
                    row -> {
                        records.add(box.json().write(row));
                        return true;
                    });
        }
        return records;
    }

    /// Payloads of the journal's entries of one kind.
    List<Map<String, Object>> journaled(EntryKind kind) throws IOException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (JournalReader reader = store.journal().reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                ((JournalReader.Piece.Entries) piece.get())
                        .entries().stream()
                                .filter(entry -> entry.kind() == kind)
                                .map(entry -> Json.read(Bytes.wrap(entry.payload()).asLatin1()))
                                .forEach(found::add);
            }
        }
        return found;
    }

    /// Copies the folder of a closed box.
    static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (Stream<Path> old = Files.walk(to)) {
                for (Path path : old.collect(Collectors.toList()).reversed()) {
                    Files.delete(path);
                }
            }
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path path : files.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            if (relay != null) {
                relay.close();
            }
            projector.close();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
