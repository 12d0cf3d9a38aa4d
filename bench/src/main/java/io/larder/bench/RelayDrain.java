package io.larder.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.WebServer;
import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.record.Bytes;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.storage.Entry;
import io.larder.storage.JournalReader;
import io.larder.storage.JournalSettings;
import io.larder.storage.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How fast a backlog goes up: the whole relay to a real headquarters over loopback, then a bare
/// POST loop that sends the same batches to another one: as ready lines that only have to be
/// packed, and as ready bytes. Arguments: number of records, 500,000 if not said; rounds, 3.
public final class RelayDrain {
    private static final String BATCH = "batch";

    /// More than a record takes in a packed batch.
    private static final int PACKED_BYTES = 80;

    private static final long SEGMENT_BYTES = 4L << 20;
    private static final int PIECE_BYTES = 1 << 20;
    private static final Secret TOKEN = Secret.of("t");

    private RelayDrain() {}

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        Path folder = Files.createTempDirectory("relay-drain");
        try (Store box = Store.open(folder.resolve("box"), FullBox.SETTINGS);
                HttpClient client = LarderUpstream.client()) {
            FullBox.fill(box, records / FullBox.ROWS);
            Rounds packing = new Rounds("records", "pack and post");
            Rounds posting = new Rounds("records", "post of ready bytes");
            for (int round = 0; round < rounds; round++) {
                round(folder, "round" + round, box, client, records, packing, posting);
            }
            System.out.println(packing.middle().line());
            System.out.println(posting.middle().line());
        }
    }

    /// One after the other, so that all see the same machine.
    private static void round(
            Path folder,
            String name,
            Store box,
            HttpClient client,
            int records,
            Rounds packing,
            Rounds posting)
            throws Exception {
        Path here = folder.resolve(name);
        try (Store headquarters = Store.open(here.resolve("hq"), room(records))) {
            double relay = rate(records, drain(box, name, headquarters, client));
            System.out.printf("%-20s %,12.0f records/s%n", "relay", relay);
            double packed = rate(records, post(here, client, headquarters, true, records));
            print("pack and post", packed, relay);
            packing.add(relay, packed);
            double posted = rate(records, post(here, client, headquarters, false, records));
            print("post of ready bytes", posted, relay);
            posting.add(relay, posted);
        }
    }

    /// Nothing is read out of the journals here, so each must hold everything.
    private static JournalSettings room(int records) {
        int segments = (int) ((long) records * PACKED_BYTES / SEGMENT_BYTES);
        return new JournalSettings(
                SEGMENT_BYTES, Math.max(JournalSettings.MIN_SEGMENTS, segments + 8), 8 << 20, true);
    }

    private static double rate(int records, long nanos) {
        return records * 1e9 / nanos;
    }

    private static void print(String what, double rate, double relay) {
        System.out.printf(
                "%-20s %,12.0f records/s, the relay has %.2f of it%n", what, rate, relay / rate);
    }

    private static long drain(Store box, String name, Store headquarters, HttpClient client)
            throws Exception {
        WebServer server = serve(headquarters);
        try {
            return FullBox.drain(
                    box,
                    name,
                    new LarderUpstream(
                            client, address(server), TOKEN, "larder/bench", LineLimits.DEFAULT));
        } finally {
            server.stop();
        }
    }

    private static URI address(WebServer server) {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private static WebServer serve(Store headquarters) {
        Receiver receiver = new Receiver(headquarters, TOKEN, FullBox::stamp);
        return WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .contentEncoding(ReceiverRouting.encodings())
                .routing(routing ->
                        routing.register(ReceiverRouting.PATH, new ReceiverRouting(receiver)))
                .build()
                .start();
    }

    /// What `source` received, once more to an empty headquarters: time for sending alone, and for
    /// packing where the lines are to be packed again.
    private static long post(
            Path folder, HttpClient client, Store source, boolean pack, int records)
            throws Exception {
        try (Store store = Store.open(folder.resolve("hq-" + pack), room(records))) {
            WebServer server = serve(store);
            try {
                return postAll(client, address(server), source, pack);
            } finally {
                server.stop();
            }
        }
    }

    private static long postAll(HttpClient client, URI base, Store source, boolean pack)
            throws Exception {
        long nanos = 0;
        boolean greeted = false;
        try (JournalReader reader = source.journal().reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(PIECE_BYTES);
                    piece.isPresent();
                    piece = reader.read(PIECE_BYTES)) {
                for (Entry entry : ((JournalReader.Piece.Entries) piece.get()).entries()) {
                    List<String> lines = new ArrayList<>();
                    Batch header =
                            BatchCodec.unpack(
                                    entry.payload(), (_, line) -> lines.add(line.text(UTF_8)));
                    if (!greeted) {
                        send(client, base, "hello", hello(header));
                        greeted = true;
                    }
                    long start = System.nanoTime();
                    byte[] body = pack ? BatchCodec.pack(header, lines) : entry.payload();
                    send(client, base, BATCH, body);
                    nanos += System.nanoTime() - start;
                }
            }
        }
        return nanos;
    }

    private static byte[] hello(Batch first) {
        return Bytes.utf8(
                        "{\"version\":1,\"box\":\"%s\",\"epoch\":%d,\"firstSeq\":1,\"lastSeq\":1,"
                                        .formatted(first.box(), first.epoch())
                                + "\"program\":\"bare loop\"}")
                .toArray();
    }

    private static void send(HttpClient client, URI base, String what, byte[] body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(ReceiverRouting.PATH + "/" + what))
                        .header("Authorization", "Bearer t")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (what.equals(BATCH)) {
            request.header("Content-Encoding", "gzip");
        }
        HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(what + " got " + answer);
        }
    }
}
