package io.larder.server.relay;

import io.helidon.webserver.WebServer;
import io.larder.crypto.Secret;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The real receiver on a real listener, with a real store.
final class LarderHeadquarters implements Headquarters {
    private final Path folder;
    private @Nullable SmallBox box;
    private @Nullable WebServer server;

    LarderHeadquarters(Path folder) {
        this.folder = folder;
    }

    SmallBox box() {
        return Objects.requireNonNull(box);
    }

    @Override
    public void start() throws IOException {
        SmallBox opened = new SmallBox(folder.resolve("hq"));
        box = opened;
        Receiver receiver = new Receiver(opened.store, Secret.of(TOKEN), SmallBox.CLOCK);
        server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .contentEncoding(ReceiverRouting.encodings())
                        .routing(routing ->
                                routing.register(
                                        ReceiverRouting.PATH, new ReceiverRouting(receiver)))
                        .build()
                        .start();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
        if (box != null) {
            box.close();
            box = null;
        }
    }

    @Override
    public int port() {
        return Objects.requireNonNull(server).port();
    }

    @Override
    public List<String> records() throws InterruptedException {
        return box().records();
    }

    @Override
    public List<Integer> batches() throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (JournalReader reader = box().store.journal().reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                for (Entry entry : ((JournalReader.Piece.Entries) piece.get()).entries()) {
                    if (entry.kind() == EntryKind.BATCH) {
                        sizes.add(BatchCodec.unpack(entry.payload(), (_, _) -> {}).records());
                    }
                }
            }
        } catch (UnreadableBatch e) {
            throw new AssertionError(e);
        }
        return sizes;
    }

    @Override
    public void keepCopy() throws IOException {
        SmallBox.copy(folder.resolve("hq"), folder.resolve("hq-copy"));
    }

    @Override
    public void restoreCopy() throws IOException {
        SmallBox.copy(folder.resolve("hq-copy"), folder.resolve("hq"));
    }

    @Override
    public void close() {
        stop();
    }
}
