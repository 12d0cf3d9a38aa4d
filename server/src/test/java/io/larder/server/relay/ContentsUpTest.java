package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Digest;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Photos and templates on their way up.
@Timeout(60)
class ContentsUpTest {
    private static final String SN = "0316144680030";
    private static final String BOX = "00112233445566aa";
    private static final byte[] PHOTO = photo(1, 300_000);
    private static final String PHOTO_NAME = Digest.sha256Hex(PHOTO);
    private static final String FINGER = "TVlGSU5HRVI=";
    private static final String FINGER_NAME =
            Digest.sha256Hex(FINGER.getBytes(StandardCharsets.US_ASCII));

    @TempDir Path folder;

    @Test
    void aPhotoIsTheSameByteForByteAtHeadquartersThroughALineThatIsCut() throws IOException {
        try (WholeBox headquarters = hq().receiving();
                CuttableLine line = new CuttableLine(headquarters::port);
                WholeBox box = box()) {
            line.fail(new CuttableLine.ResetInBatch(100_000));
            enrols(box);
            takesPhoto(box, PHOTO);
            box.under(line.port(), WholeBox.NEVER).drained();
            line.fail(new CuttableLine.LoseAnswer());
            takesPhoto(box, photo(2, 5_000));
            box.drained();
            headquarters.caughtUp();

            assertThat(content(headquarters, PHOTO_NAME)).hasValue(Bytes.wrap(PHOTO));
            assertThat(content(headquarters, FINGER_NAME)).hasValue(Bytes.utf8(FINGER));
            assertThat(content(headquarters, Digest.sha256Hex(photo(2, 5_000)))).isPresent();
            assertThat(sizes(headquarters)).isEqualTo(new LedgerReader.ContentSize(3, 305_012));
            assertThat(lines(headquarters, "photo")).isEqualTo(lines(box, "photo")).hasSize(2);
            assertThat(lines(headquarters, "template")).isEqualTo(lines(box, "template"));
        }
    }

    @Test
    void whatABoxHadWhenItWasKilledIsAtHeadquartersAndStaysThereWhenThatIsKilledToo()
            throws IOException {
        Path killed = folder.resolve("killed");
        Path killedHeadquarters = folder.resolve("killed-hq");
        try (WholeBox box = box()) {
            takesPhoto(box, PHOTO);
            SmallBox.copy(folder.resolve("box"), killed);
        }
        try (WholeBox headquarters = hq().receiving();
                WholeBox box = new WholeBox(killed)) {
            box.under(headquarters.port(), WholeBox.NEVER).drained();
            headquarters.caughtUp();
            SmallBox.copy(folder.resolve("hq"), killedHeadquarters);
        }
        try (WholeBox headquarters = new WholeBox(killedHeadquarters).caughtUp()) {
            assertThat(content(headquarters, PHOTO_NAME)).hasValue(Bytes.wrap(PHOTO));
        }
        Files.delete(killedHeadquarters.resolve("ledger.db"));
        Files.delete(killedHeadquarters.resolve("contents.db"));
        try (WholeBox headquarters = new WholeBox(killedHeadquarters).caughtUp()) {
            assertThat(content(headquarters, PHOTO_NAME)).hasValue(Bytes.wrap(PHOTO));
            assertThat(lines(headquarters, "photo")).hasSize(1);
        }
    }

    @Test
    void aHeadquartersAboveHeadquartersGetsThemToo() throws IOException {
        try (WholeBox above = new WholeBox(folder.resolve("above")).receiving();
                WholeBox headquarters = hq().receiving();
                WholeBox box = box()) {
            takesPhoto(box, PHOTO);
            box.under(headquarters.port(), WholeBox.NEVER).drained();
            headquarters.caughtUp();
            headquarters.under(above.port(), WholeBox.NEVER).drained();
            above.caughtUp();

            assertThat(content(above, PHOTO_NAME)).hasValue(Bytes.wrap(PHOTO));
            assertThat(lines(above, "photo")).isEqualTo(lines(box, "photo"));
        }
    }

    @Test
    void whereTheyAreToStayAtTheSiteOnlyTheRecordsGoUp() throws IOException {
        try (WholeBox headquarters = hq().receiving();
                WholeBox box = box().withoutContents()) {
            takesPhoto(box, PHOTO);
            box.under(headquarters.port(), WholeBox.NEVER).drained();
            headquarters.caughtUp();

            assertThat(lines(headquarters, "photo")).isEqualTo(lines(box, "photo")).hasSize(1);
            assertThat(content(headquarters, PHOTO_NAME)).isEmpty();
        }
    }

    @Test
    void bytesThatAreNotWhatTheRecordNamesAreRefusedAndTheRecordIsKept() throws IOException {
        try (WholeBox headquarters = hq()) {
            String line = line(1);
            headquarters.takesBatch(BOX, batch(1, RecordContent.attach(line, photo(3, 50))));

            assertThat(lines(headquarters, "photo")).containsExactly(line);
            assertThat(sizes(headquarters)).isEqualTo(new LedgerReader.ContentSize(0, 0));
            assertThat(headquarters.facts(SN).get(Facts.NOTICE))
                    .isEqualTo(
                            "the bytes that box 00112233445566aa sent with record ATTPHOTO/1 are"
                                    + " not those it names: only the record is kept");
        }
    }

    @Test
    void bytesThatComeLaterOrTwiceDoubleNothing() throws IOException {
        try (WholeBox headquarters = hq()) {
            headquarters.takesBatch(BOX, batch(1, line(1)));
            assertThat(content(headquarters, PHOTO_NAME)).isEmpty();
            for (int seq = 2; seq < 5; seq++) {
                String again = RecordContent.attach(line(seq), PHOTO);
                headquarters.takesBatch(BOX, batch(seq, again));
            }

            assertThat(lines(headquarters, "photo")).containsExactly(line(1));
            assertThat(content(headquarters, PHOTO_NAME)).hasValue(Bytes.wrap(PHOTO));
            assertThat(sizes(headquarters)).isEqualTo(new LedgerReader.ContentSize(1, 300_000));
        }
    }

    @Test
    void theLargestPhotoFitsABatch() throws Exception {
        byte[] largest = photo(4, RecordContent.MOST_BYTES);
        byte[] packed = batch(1, RecordContent.attach(line(1), largest));

        assertThat(packed).hasSizeLessThan(RelayLimits.PACKED_BYTES);
        assertThat(BatchCodec.unpack(packed, (_, _) -> {}).records()).isOne();
    }

    private WholeBox hq() throws IOException {
        return new WholeBox(folder.resolve("hq"));
    }

    private WholeBox box() throws IOException {
        return new WholeBox(folder.resolve("box")).withAttendance(SN, "2.2.14");
    }

    private static void enrols(WholeBox box) {
        box.upload(
                SN,
                "/iclock/cdata?SN=" + SN + "&table=OPERLOG&Stamp=1",
                Bytes.utf8("FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER + "\n"));
    }

    private static void takesPhoto(WholeBox box, byte[] photo) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(
                ("PIN=20260301080000-" + photo.length + ".jpg\nSN=" + SN + "\nsize=")
                        .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes((photo.length + "\nCMD=uploadphoto\0").getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(photo);
        box.upload(
                SN,
                "/iclock/cdata?SN=" + SN + "&table=ATTPHOTO&Stamp=1",
                Bytes.wrap(body.toByteArray()));
    }

    private static byte[] photo(long seed, int size) {
        byte[] photo = new byte[size];
        new Random(seed).nextBytes(photo);
        photo[0] = (byte) 0xFF;
        photo[1] = (byte) 0xD8;
        return photo;
    }

    private static String line(long seq) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("kind", "photo");
        record.put("box", BOX);
        record.put("epoch", 5);
        record.put("seq", seq);
        record.put("row", 0);
        record.put("terminal", SN);
        record.put("family", "attendance");
        record.put("key", "ATTPHOTO/1");
        record.put("contentDigest", "5d41");
        record.put("of", "punch");
        record.put("sha256", PHOTO_NAME);
        return Json.write(record);
    }

    private static byte[] batch(long seq, String record) {
        Batch header =
                new Batch(
                        BOX,
                        5,
                        new Position(seq, 0),
                        new Position(seq + 1, 0),
                        1,
                        Optional.of("m"));
        return BatchCodec.pack(header, List.of(record));
    }

    private static Optional<Bytes> content(WholeBox box, String sha256) {
        try (LedgerReader ledger = box.store.ledger().reader()) {
            return ledger.content(sha256).map(Bytes::wrap);
        }
    }

    private static LedgerReader.ContentSize sizes(WholeBox box) {
        try (LedgerReader ledger = box.store.ledger().reader()) {
            return ledger.contentSize();
        }
    }

    /// The records of a kind as they are written outside.
    private static List<String> lines(WholeBox box, String kind) {
        try (LedgerReader ledger = box.store.ledger().reader()) {
            return ledger.page(kind, Position.START, Long.MAX_VALUE, 100).stream()
                    .map(box.json()::write)
                    .toList();
        }
    }
}
