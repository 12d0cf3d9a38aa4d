package io.larder.bench;

import io.helidon.webserver.WebServer;
import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Epochs;
import io.larder.server.json.RecordJson;
import io.larder.server.relay.Box;
import io.larder.server.relay.Plan;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Projection;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How fast a backlog goes up: the whole relay to a real receiver over loopback, then the same
/// batches as ready bytes, and as ready lines that only have to be packed, in a bare POST loop.
/// Arguments: number of records, 500,000 if not said.
public final class RelayDrain {
    private static final int ROWS = 100;
    private static final JournalSettings SETTINGS =
            new JournalSettings(4L << 20, 64, 8 << 20, true);

    private RelayDrain() {}

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        Path folder = Files.createTempDirectory("relay-drain");
        try (Store box = Store.open(folder.resolve("box"), SETTINGS);
                Store headquarters = Store.open(folder.resolve("hq"), SETTINGS);
                HttpClient client = LarderUpstream.client()) {
            fill(box, records / ROWS);
            WebServer server = serve(headquarters);
            URI base = URI.create("http://127.0.0.1:" + server.port());
            print("relay", records, drain(box, client, base));
            List<byte[]> batches = batches(headquarters);
            long bytes = batches.stream().mapToLong(each -> each.length).sum();
            System.out.printf("%d batches, %d bytes packed%n", batches.size(), bytes);
            print("post of ready bytes", records, post(client, base, batches));
            print("pack and post", records, packAndPost(client, base, batches));
            server.stop();
        }
    }

    private static void print(String what, int records, long nanos) {
        System.out.printf("%-20s %,12.0f records/s%n", what, records * 1e9 / nanos);
    }

    private static Draft.Stamp stamp() {
        return new Draft.Stamp(System.currentTimeMillis(), System.nanoTime() / 1_000_000, 1, true);
    }

    private static void fill(Store box, int uploads) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int upload = 0; upload < uploads; upload++) {
            box.journal().append(new Draft(EntryKind.UPLOAD, "T1", new byte[100], false, stamp()));
        }
        for (int first = 1; first <= uploads; first += 50) {
            int last = Math.min(uploads, first + 49);
            try (LedgerBatch batch = box.ledger().begin()) {
                for (int seq = first; seq <= last; seq++) {
                    for (int row = 0; row < ROWS; row++) {
                        batch.insert(row(random, seq, row));
                    }
                }
                batch.commit(last);
            }
        }
    }

    private static LedgerRow row(RandomGenerator random, long seq, int row) {
        byte[] digest = new byte[16];
        random.nextBytes(digest);
        int card = random.nextInt(10_000_000);
        int fen = random.nextInt(5000);
        String fields =
                "{\"card\":\"%08d\",\"time\":\"2024-05-06T07:08:09\",\"amountFen\":%d,\"recNo\":%d}"
                        .formatted(card, fen, seq * ROWS + row);
        String raw = "%d\t%08d\t2024-05-06 07:08:09\t%d\t0\t1\t%d".formatted(row, card, fen, seq);
        return new LedgerRow(
                new Position(seq, row),
                "purchase",
                "canteen",
                "new",
                "T1",
                "BUYLOG",
                String.valueOf(seq * ROWS + row),
                0,
                digest,
                fields,
                false,
                Optional.of(raw.getBytes(StandardCharsets.UTF_8)),
                1_714_950_489_000L + seq,
                true,
                0);
    }

    private static WebServer serve(Store headquarters) {
        Receiver receiver = new Receiver(headquarters, Secret.of("t"), RelayDrain::stamp);
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .contentEncoding(ReceiverRouting.encodings())
                .routing(routing ->
                        routing.register(ReceiverRouting.PATH, new ReceiverRouting(receiver))
                                .post("/plain", RelayDrain::swallow))
                .build()
                .start();
    }

    private static void swallow(
            io.helidon.webserver.http.ServerRequest request,
            io.helidon.webserver.http.ServerResponse response)
            throws IOException {
        request.content().inputStream().readAllBytes();
        response.send("{}");
    }

    private static long drain(Store store, HttpClient client, URI base) throws Exception {
        Epochs epochs = new Epochs(store.journal().epoch());
        RecordJson json =
                new RecordJson(
                        store.journal().box(), epochs, ZoneOffset.UTC, _ -> Optional.empty());
        long last = store.journal().lastSeq();
        Projection progress = new Done(last);
        Box box = new Box(store, epochs, progress, json, RelayDrain::stamp);
        LarderUpstream upstream =
                new LarderUpstream(
                        client, base, Secret.of("t"), "larder/bench", LineLimits.DEFAULT);
        long start = System.nanoTime();
        try (Relay relay =
                Relay.start(
                        "hq", box, upstream, new SecureRandom(), Plan.of(RelayLimits.DEFAULT))) {
            long quarter = last / 4;
            for (long until = last - quarter; until >= 0; until -= quarter) {
                long left = until < quarter ? 0 : until;
                relay.await(state -> state.backlog() <= left, Duration.ofMinutes(10));
                Runtime memory = Runtime.getRuntime();
                System.out.printf(
                        "backlog %,d entries, heap %d MB%n",
                        relay.state().backlog(),
                        (memory.totalMemory() - memory.freeMemory()) >> 20);
            }
        }
        return System.nanoTime() - start;
    }

    private record Done(long applied) implements Projection {
        @Override
        public long start() {
            return applied;
        }

        @Override
        public boolean await(long seq, long millis) throws InterruptedException {
            if (seq > applied) {
                Thread.sleep(millis);
            }
            return seq <= applied;
        }
    }

    private static List<byte[]> batches(Store headquarters) throws IOException {
        List<byte[]> batches = new ArrayList<>();
        try (JournalReader reader = headquarters.journal().reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                for (Entry entry : ((JournalReader.Piece.Entries) piece.get()).entries()) {
                    batches.add(entry.payload());
                }
            }
        }
        return batches;
    }

    private static long post(HttpClient client, URI base, List<byte[]> bodies) throws Exception {
        long start = System.nanoTime();
        for (byte[] body : bodies) {
            send(client, base, body);
        }
        return System.nanoTime() - start;
    }

    private static void send(HttpClient client, URI base, byte[] body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/plain"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static long packAndPost(HttpClient client, URI base, List<byte[]> bodies)
            throws Exception {
        long nanos = 0;
        for (byte[] body : bodies) {
            List<String> lines = new ArrayList<>();
            Batch header =
                    BatchCodec.unpack(
                            body, (_, line) -> lines.add(line.text(StandardCharsets.UTF_8)));
            long start = System.nanoTime();
            send(client, base, BatchCodec.pack(header, lines));
            nanos += System.nanoTime() - start;
        }
        return nanos;
    }
}
