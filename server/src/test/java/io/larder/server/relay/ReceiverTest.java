package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.Reply;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceiverTest {
    private static final String BOX = "00112233445566aa";
    private static final JournalSettings TINY = new JournalSettings(64 << 10, 4, 8 << 20, true);

    @TempDir Path folder;

    private static Receiver receiver(Store store) {
        return new Receiver(store, Secret.of("token"), SmallBox.CLOCK);
    }

    private static byte[] hello(String box, long firstSeq) {
        return Json.write(
                        Map.of(
                                "version",
                                1,
                                "box",
                                box,
                                "epoch",
                                5,
                                "firstSeq",
                                firstSeq,
                                "lastSeq",
                                firstSeq))
                .getBytes(UTF_8);
    }

    private static byte[] batch(long from, long next, String... records) {
        return BatchCodec.pack(
                new Batch(
                        BOX,
                        5,
                        new Position(from, 0),
                        new Position(next, 0),
                        records.length,
                        Optional.of("mark " + next)),
                List.of(records));
    }

    private static String record(long seq, String raw) {
        return Json.write(
                Map.of(
                        "kind",
                        "punch",
                        "terminal",
                        "T1",
                        "box",
                        BOX,
                        "epoch",
                        5,
                        "seq",
                        seq,
                        "row",
                        0,
                        "key",
                        "ATTLOG/" + seq,
                        "contentDigest",
                        "5d41",
                        "raw",
                        raw));
    }

    private static Reply stands(int status, long seq, String mark) {
        return new Reply(
                status, "{\"next\":{\"seq\":" + seq + ",\"row\":0}" + mark + "}", Optional.empty());
    }

    @Test
    void theFirstHelloSaysWhereToBegin() throws IOException {
        try (Store store = Store.open(folder, TINY)) {
            Receiver receiver = receiver(store);

            assertThat(receiver.hello(hello(BOX, 40))).isEqualTo(stands(200, 40, ""));
            assertThat(receiver.hello(hello(BOX, 41))).isEqualTo(stands(200, 41, ""));
            assertThat(receiver.batch(batch(41, 42, record(41, ""))))
                    .isEqualTo(stands(200, 42, ",\"mark\":\"mark 42\""));
            assertThat(receiver.hello(hello(BOX, 1)))
                    .isEqualTo(stands(200, 42, ",\"mark\":\"mark 42\""));
        }
    }

    @Test
    void untilEverythingFromBeforeIsUnderstoodItAsksToComeAgain() throws Exception {
        try (Store store = Store.open(folder, TINY)) {
            store.journal()
                    .append(
                            new Draft(
                                    EntryKind.BATCH,
                                    BOX,
                                    batch(1, 9, record(8, "")),
                                    true,
                                    SmallBox.CLOCK.get()));
            Receiver receiver = receiver(store);

            assertThat(receiver.hello(hello(BOX, 1)).status()).isEqualTo(503);
            assertThat(receiver.batch(batch(9, 10, record(9, ""))).status()).isEqualTo(503);
            try (SmallProjector projector = new SmallProjector(store)) {
                projector.await(1, 10_000);
                assertThat(receiver.hello(hello(BOX, 1)))
                        .isEqualTo(stands(200, 9, ",\"mark\":\"mark 9\""));
            }
        }
    }

    @Test
    void aFullStoreRefusesAndStaysWhereItIs() throws IOException {
        byte[] noise = new byte[15_000];
        new Random(3).nextBytes(noise);
        String hex = HexFormat.of().formatHex(noise);
        try (Store store = Store.open(folder, TINY)) {
            Receiver receiver = receiver(store);
            receiver.hello(hello(BOX, 1));
            long seq = 1;
            Reply reply = receiver.batch(batch(seq, seq + 1, record(seq, hex)));
            while (reply.status() == 200) {
                seq++;
                reply = receiver.batch(batch(seq, seq + 1, record(seq, hex)));
            }

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.retryAfter()).isPresent();
            assertThat(seq).isGreaterThan(4);
            assertThat(receiver.hello(hello(BOX, 1)))
                    .isEqualTo(stands(200, seq, ",\"mark\":\"mark " + seq + "\""));
        }
    }

    @Test
    void whatItCannotReadIsNamedAndNotKept() throws IOException {
        try (Store store = Store.open(folder, TINY)) {
            Receiver receiver = receiver(store);
            receiver.hello(hello(BOX, 1));

            assertThat(receiver.batch(batch(1, 3, record(1, ""), "{\"kind\":\"punch\"}")))
                    .isEqualTo(
                            new Reply(
                                    422,
                                    "{\"line\":2,\"why\":\"terminal is missing\"}",
                                    Optional.empty()));
            assertThat(receiver.batch("?".getBytes(UTF_8)).json()).startsWith("{\"line\":0,");
            assertThat(receiver.hello("{}".getBytes(UTF_8)).status()).isEqualTo(400);
            assertThat(receiver.hello(hello(store.journal().box(), 1)).status()).isEqualTo(403);
            assertThat(store.journal().lastSeq()).isZero();
        }
    }

    /// The ledger would have to set the whole batch aside for it.
    @Test
    void aRecordWhoseDigestIsNoneIsNamedAndNotKept() throws IOException {
        try (Store store = Store.open(folder, TINY)) {
            Receiver receiver = receiver(store);
            receiver.hello(hello(BOX, 1));

            for (String wrong : List.of("5d4", "zz", " 5d41")) {
                String record = record(2, "").replace("5d41", wrong);
                assertThat(receiver.batch(batch(1, 3, record(1, ""), record)))
                        .isEqualTo(
                                new Reply(
                                        422,
                                        "{\"line\":2,\"why\":\"contentDigest is no digest in hex\"}",
                                        Optional.empty()));
            }
            assertThat(store.journal().lastSeq()).isZero();
        }
    }

    @Test
    void theTokenMustFollowTheWordBearer() throws IOException {
        try (Store store = Store.open(folder, TINY)) {
            Receiver receiver = receiver(store);

            assertThat(receiver.admits("Bearer token")).isTrue();
            assertThat(receiver.admits("bearer token")).isTrue();
            for (String wrong : List.of("", "token", "Basic token", "Bearer", "Bearer tokens")) {
                assertThat(receiver.admits(wrong)).as(wrong).isFalse();
            }
        }
    }

    @Test
    void onTheListenerABodyIsReadOnlyAsFarAsItMayGo() throws Exception {
        byte[] large = new byte[5 << 20];
        new Random(5).nextBytes(large);
        try (HttpClient client = LarderUpstream.client();
                LarderHeadquarters headquarters = new LarderHeadquarters(folder)) {
            headquarters.start();
            URI uri = URI.create("http://127.0.0.1:" + headquarters.port() + "/upstream/v1/batch");

            assertThat(post(client, uri, "Bearer x", "gzip", new byte[1])).isEqualTo(401);
            String token = "Bearer " + Headquarters.TOKEN;
            assertThat(post(client, uri, token, "gzip", large)).isEqualTo(413);
            assertThat(post(client, uri, token, "gzip", new byte[1])).isEqualTo(422);
            assertThat(post(client, uri, token, "identity", new byte[1])).isEqualTo(415);
        }
    }

    private static int post(HttpClient client, URI uri, String token, String encoding, byte[] body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", token)
                        .header("Content-Encoding", encoding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
