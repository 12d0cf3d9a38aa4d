package io.larder.bench;

import io.helidon.webserver.WebServer;
import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.storage.Entry;
import io.larder.storage.JournalReader;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How fast a backlog goes up: the whole relay to a real receiver over loopback, then the same
/// batches as ready bytes, and as ready lines that only have to be packed, in a bare POST loop.
/// Arguments: number of records, 500,000 if not said.
public final class RelayDrain {
    private RelayDrain() {}

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        Path folder = Files.createTempDirectory("relay-drain");
        try (Store box = Store.open(folder.resolve("box"), FullBox.SETTINGS);
                Store headquarters = Store.open(folder.resolve("hq"), FullBox.SETTINGS);
                HttpClient client = LarderUpstream.client()) {
            FullBox.fill(box, records / FullBox.ROWS);
            WebServer server = serve(headquarters);
            URI base = URI.create("http://127.0.0.1:" + server.port());
            print(
                    "relay",
                    records,
                    FullBox.drain(
                            box,
                            new LarderUpstream(
                                    client,
                                    base,
                                    Secret.of("t"),
                                    "larder/bench",
                                    LineLimits.DEFAULT)));
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

    private static WebServer serve(Store headquarters) {
        Receiver receiver = new Receiver(headquarters, Secret.of("t"), FullBox::stamp);
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
