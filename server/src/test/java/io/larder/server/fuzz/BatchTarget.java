package io.larder.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.Reply;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// The receiving side of a headquarters: whatever batch comes is refused with a reason, or kept as
/// it came and then read to its last record.
///
/// ```
/// input = gzip, or what is packed before it is sent
/// ```
final class BatchTarget implements FuzzTarget {
    private static final int GZIP = 0x1F;

    private final Alarms alarms = new Alarms();
    private final DrawnStore headquarters;
    private final Receiver receiver;
    private long epochs;

    BatchTarget(Path folder) throws IOException {
        headquarters = new DrawnStore(folder);
        receiver = new Receiver(headquarters.store, Secret.of("token"), () -> DrawnStore.STAMP);
    }

    @Override
    public void hold(byte[] input) throws Exception {
        byte[] packed = input.length > 0 && input[0] == GZIP ? input : gzip(input);
        List<String> records = new ArrayList<>();
        Optional<Batch> batch = unpacked(packed, records);
        if (batch.isEmpty()) {
            Reply refusal = receiver.batch(packed);
            assertThat(refusal.status()).isEqualTo(422);
            assertThat(Json.read(refusal.json())).containsKeys("line", "why");
            return;
        }
        deliver(batch.get(), records);
        alarms.none("nothing");
    }

    private static Optional<Batch> unpacked(byte[] packed, List<String> records) {
        try {
            return Optional.of(
                    BatchCodec.unpack(packed, (_, record) -> records.add(record.text(UTF_8))));
        } catch (UnreadableBatch e) {
            assertThat(e.why()).isNotEmpty();
            return Optional.empty();
        }
    }

    /// In an epoch of its own, so that it always begins where the box stands.
    private void deliver(Batch drawn, List<String> records) throws Exception {
        epochs++;
        Position from = new Position(drawn.from().seq(), 0);
        Batch batch =
                new Batch(
                        drawn.box(),
                        epochs,
                        from,
                        drawn.next(),
                        drawn.records(),
                        drawn.mark(),
                        drawn.lastSeq());
        byte[] packed = BatchCodec.pack(batch, records);
        assertThat(unpacked(packed, new ArrayList<>())).contains(batch);
        Map<String, Object> hello =
                Map.of("version", 1, "box", drawn.box(), "epoch", epochs, "firstSeq", from.seq());
        assertThat(receiver.hello(Json.write(hello).getBytes(UTF_8)).status()).isIn(200, 403);
        long before = headquarters.store.journal().lastSeq();
        Reply reply = receiver.batch(packed);
        assertThat(reply.status()).isIn(200, 403, 409, 422);
        long after = headquarters.store.journal().lastSeq();
        if (after > before) {
            assertThat(reply.status()).isEqualTo(200);
            Entry entry = headquarters.store.journal().entry(after).orElseThrow();
            assertThat(entry.kind()).isEqualTo(EntryKind.BATCH);
            assertThat(entry.payload()).isEqualTo(packed);
        }
        assertThat(headquarters.catchUp()).isTrue();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse to be written", e);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() throws IOException {
        alarms.close();
        headquarters.close();
    }
}
