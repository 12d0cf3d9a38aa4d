package io.larder.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.record.Bytes;
import io.larder.storage.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
    private static final String BOX = "00112233445566aa";
    private static final String HEADER =
            "{\"version\":1,\"box\":\"00112233445566aa\",\"epoch\":4711,"
                    + "\"from\":{\"seq\":201,\"row\":0},\"next\":{\"seq\":203,\"row\":0},"
                    + "\"records\":1,\"mark\":\"201@17\"}";

    private static Batch batch(int records) {
        return new Batch(
                BOX,
                4711,
                new Position(201, 0),
                new Position(203, 0),
                records,
                Optional.of("201@17"));
    }

    private static byte[] gzip(String... lines) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(String.join("\n", lines).getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void theHeaderIsWrittenAsDocumented() {
        assertThat(batch(1).write()).isEqualTo(HEADER);
        assertThat(Batch.read(HEADER)).isEqualTo(batch(1));
    }

    /// Half of a surrogate pair would be kept as a question mark: another mark than was sent.
    @Test
    void aMarkThatWouldNotComeBackAsItWasIsRefused() {
        assertThatThrownBy(() -> Batch.read(HEADER.replace("201@17", "\\ud800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mark is")
                .hasMessageContaining("half of one");
        assertThat(Batch.read(HEADER.replace("201@17", "\\ud83d\\ude00")).mark()).contains("😀");
    }

    @Test
    void whatWasPackedIsUnpacked() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String text = "鱼".repeat(random.nextInt(1000)) + "x".repeat(random.nextInt(300));
            records.add(Json.write(Map.of("text", text)));
        }
        records.add(Json.write(Map.of("text", "y".repeat(1 << 20))));
        List<String> unpacked = new ArrayList<>();

        Batch header =
                BatchCodec.unpack(
                        BatchCodec.pack(batch(301), records),
                        (line, record) -> {
                            assertThat(line).isEqualTo(unpacked.size() + 1);
                            unpacked.add(record.text(UTF_8));
                        });

        assertThat(header).as("seed %d", seed).isEqualTo(batch(301));
        assertThat(unpacked).as("seed %d", seed).isEqualTo(records);
    }

    @Test
    void aBombIsGivenUpAtTheLimit() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write((HEADER + "\n").getBytes(UTF_8));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 200; i++) {
                out.write(blanks);
            }
        }

        assertThat(bomb.size()).isLessThan(1 << 20);
        assertUnreadable(bomb.toByteArray(), 0, "a line is longer than 20971520 bytes");
    }

    @Test
    void whateverIsNoBatchIsRefusedWithTheLine() throws IOException {
        byte[] whole = BatchCodec.pack(batch(1), List.of("{}"));
        assertUnreadable(new byte[0], 0, "not whole gzip");
        assertUnreadable("hello".getBytes(UTF_8), 0, "not whole gzip");
        assertUnreadable(Arrays.copyOf(whole, whole.length - 9), 0, "not whole gzip");
        assertUnreadable(gzip(""), 0, "empty");
        assertUnreadable(gzip("{}"), 0, "version is null, expected 1");
        assertUnreadable(gzip(HEADER.replace("\"version\":1", "\"version\":2")), 0, "version is 2");
        assertUnreadable(gzip(HEADER.replace("00112", "oops!")), 0, "expected 16 hex digits");
        assertUnreadable(gzip(HEADER.replace("203", "200")), 0, "next 200/0 is before from 201/0");
        assertUnreadable(gzip(HEADER), 0, "0 records under a header that says 1");
        assertUnreadable(gzip(HEADER, "{}", "{}"), 0, "2 records under a header that says 1");
    }

    private static void assertUnreadable(byte[] packed, int line, String why) {
        assertThatThrownBy(() -> BatchCodec.unpack(packed, (_, _) -> {}))
                .isInstanceOfSatisfying(
                        UnreadableBatch.class,
                        e -> {
                            assertThat(e.why()).contains(why);
                            assertThat(e.line()).isEqualTo(line);
                        });
    }

    @Test
    void aRecordMustSayWhoseItIs() {
        String record =
                "{\"raw\":[1,{\"kind\":\"no\"}],\"kind\":\"punch\",\"box\":\"00112233445566aa\","
                        + "\"epoch\":4711,\"seq\":201,\"row\":3,\"terminal\":\"T1\","
                        + "\"key\":\"ATTLOG/7\",\"contentDigest\":\"5d41\"}";

        assertThat(RecordIdentity.read(Bytes.utf8(record)))
                .isEqualTo(
                        new RecordIdentity(
                                "punch",
                                "T1",
                                BOX,
                                4711,
                                new Position(201, 3),
                                Optional.of("ATTLOG/7"),
                                Optional.of("5d41")));
        for (String name : List.of("kind", "terminal", "box", "epoch", "seq", "row")) {
            String without = record.replaceFirst("(?<=[,\\]])\"" + name + "\"", "\"x\"");
            assertThatThrownBy(() -> RecordIdentity.read(Bytes.utf8(without)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
        for (String bad : List.of("", "[]", "{", "{} {}", "nonsense", "{\"kind\":[]}")) {
            assertThatThrownBy(() -> RecordIdentity.read(Bytes.utf8(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
