package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeetingFilesTest {
    private static final String SERIAL = "MEET000001";
    private static final String OK = "00000000";
    private static final String WRONG_FIELD = "S00E0003";
    private static final String TOO_LARGE = "S00E0004";
    private static final String WRONG_FILE = "S02E0001";
    private static final String DAMAGED = "S02E0002";
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final int PART = 3_000;

    @TempDir private Path folder;

    private final byte[] file = new byte[10_000];

    MeetingFilesTest() {
        new Random(5).nextBytes(file);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private String start(MeetingTerminal terminal, String checksum) {
        return terminal.code(
                "dev.file.upload.start",
                Map.of("fileId", ID, "size", "" + file.length, "checksum", checksum));
    }

    private String part(MeetingTerminal terminal, int offset) {
        byte[] part = Arrays.copyOfRange(file, offset, Math.min(file.length, offset + PART));
        return terminal.code(
                "dev.file.upload.package",
                Map.of(
                        "fileId",
                        ID,
                        "offset",
                        "" + offset,
                        "content",
                        Base64.getEncoder().encodeToString(part)));
    }

    private static String end(MeetingTerminal terminal) {
        return terminal.code("dev.file.upload.end", Map.of("fileId", ID));
    }

    private void parts(MeetingTerminal terminal) {
        for (int offset = 0; offset < file.length; offset += PART) {
            assertThat(part(terminal, offset)).isEqualTo(OK);
        }
    }

    private byte[] kept(MeetingBox box) {
        return box.box().ask(ledger -> ledger.content(hex("SHA-256", file))).orElse(new byte[0]);
    }

    @Test
    @Conforms({"BEST-047", "BEST-051"})
    void aFileInPartsIsKeptWholeAlsoWhenPartsAreRepeated() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(start(terminal, hex("MD5", file))).isEqualTo(OK);
            assertThat(part(terminal, 0)).isEqualTo(OK);
            assertThat(part(terminal, PART)).isEqualTo(OK);
            assertThat(part(terminal, 0)).isEqualTo(OK);
            parts(terminal);
            assertThat(end(terminal)).isEqualTo(OK);
            assertThat(end(terminal)).isEqualTo(OK);
            assertThat(part(terminal, 0)).isEqualTo(OK);
            assertThat(kept(box)).isEqualTo(file);
            assertThat(box.box().quarantine()).isEmpty();
        }
    }

    @Test
    @Conforms({"BEST-048", "BEST-049"})
    void aFileThatIsNotWhatWasAnnouncedIsRefusedAtItsEndAndCanBeSentAgain() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            start(terminal, "0".repeat(32));
            parts(terminal);
            assertThat(end(terminal)).isEqualTo(DAMAGED);
            assertThat(kept(box)).isEmpty();

            start(terminal, hex("MD5", file));
            part(terminal, 0);
            parts(terminal);
            assertThat(end(terminal)).isEqualTo(OK);
            assertThat(kept(box)).isEqualTo(file);

            start(terminal, "");
            parts(terminal);
            assertThat(end(terminal)).isEqualTo(OK);
        }
    }

    @Test
    void anEndThatComesTooEarlyIsRefusedAndTheFileGoesOn() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            start(terminal, hex("MD5", file));
            assertThat(end(terminal)).isEqualTo(WRONG_FILE);
            part(terminal, 0);
            assertThat(end(terminal)).isEqualTo(WRONG_FILE);
            endAsInAnOlderJournal(box);
            for (int offset = PART; offset < file.length; offset += PART) {
                assertThat(part(terminal, offset)).isEqualTo(OK);
            }
            assertThat(end(terminal)).isEqualTo(OK);
            assertThat(kept(box)).isEqualTo(file);
            assertThat(box.box().quarantine()).isEmpty();
        }
    }

    /// A box that kept ends that came too early has them still.
    private static void endAsInAnOlderJournal(MeetingBox box) {
        String function = "dev.file.upload.end";
        Map<String, ?> payload = Map.of("params", Map.of("fileId", ID));
        String end = Json.write(Map.of("funcId", function, "payload", payload));
        Upload upload = new Upload("BEST", function, "10.0.0.7", Bytes.utf8(end));
        Draft.Stamp stamp = box.box().clock.stamp();
        assertThat(
                        box.box()
                                .intake
                                .append(
                                        new Draft(
                                                EntryKind.UPLOAD,
                                                SERIAL,
                                                upload.write(),
                                                false,
                                                stamp)))
                .isInstanceOf(Receipt.class);
        box.box().ask(_ -> true);
    }

    @Test
    @Conforms("BEST-050")
    void aPartBehindAGapIsRefusedAndSoIsOneOfNoFile() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(part(terminal, 0)).isEqualTo(WRONG_FILE);
            assertThat(end(terminal)).isEqualTo(WRONG_FILE);
            start(terminal, "");
            part(terminal, 0);
            assertThat(part(terminal, 2 * PART)).isEqualTo(WRONG_FILE);
            assertThat(part(terminal, PART)).isEqualTo(OK);
            assertThat(box.box().quarantine()).isEmpty();
        }
    }

    @Test
    @Conforms("BEST-052")
    void aFileMustHaveANameAndFit() {
        try (MeetingBox box = MeetingBox.of(AssembledBox.in(folder), "meeting.maxFileBytes=9999")) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            Map<String, String> params = new LinkedHashMap<>();
            params.put("fileId", "x".repeat(65));
            params.put("size", "10");
            assertThat(terminal.code("dev.file.upload.start", params)).isEqualTo(WRONG_FIELD);
            params.put("fileId", "../etc/passwd");
            assertThat(terminal.code("dev.file.upload.start", params)).isEqualTo(WRONG_FIELD);
            params.put("fileId", "x".repeat(64));
            params.put("size", "0");
            assertThat(terminal.code("dev.file.upload.start", params)).isEqualTo(WRONG_FIELD);
            params.put("size", "10");
            assertThat(terminal.code("dev.file.upload.start", params)).isEqualTo(OK);
            assertThat(start(terminal, "")).isEqualTo(TOO_LARGE);
        }
    }

    @Test
    @Conforms("BEST-053")
    void anUnfinishedFileExpiresAfterADay() {
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            start(terminal, "");
            part(terminal, 0);
            box.box().now.updateAndGet(now -> now.plus(Duration.ofHours(23)));
            assertThat(part(terminal, PART)).isEqualTo(OK);
            box.box().now.updateAndGet(now -> now.plus(Duration.ofHours(24)));
            assertThat(part(terminal, 2 * PART)).isEqualTo(WRONG_FILE);
            start(terminal, "");
            assertThat(part(terminal, 2 * PART)).isEqualTo(WRONG_FILE);
        }
    }

    @Test
    @Conforms({"BEST-060", "BEST-062"})
    void aPictureIsTakenFromItsFinishedFileAndRefusedWithoutOne() {
        Map<String, Object> photo =
                Map.of("userPhotos", List.of(Map.of("pin", "7", "contentFileDialog", ID)));
        Map<String, Object> empty = Map.of("userPhotos", List.of(Map.of("pin", "7")));
        try (MeetingBox box = MeetingBox.in(folder)) {
            MeetingTerminal terminal = box.connect(SERIAL).enter();
            assertThat(terminal.code("dev.data.upload.userPhoto", empty)).isEqualTo(WRONG_FIELD);
            assertThat(terminal.code("dev.data.upload.userPhoto", photo)).isEqualTo(WRONG_FILE);
            start(terminal, "");
            parts(terminal);
            assertThat(terminal.code("dev.data.upload.userPhoto", photo)).isEqualTo(WRONG_FILE);
            end(terminal);
            assertThat(terminal.code("dev.data.upload.userPhoto", photo)).isEqualTo(OK);
            assertThat(box.box().fields("photo"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .doesNotContain("fileId")
                    .contains("\"size\":10000,\"sha256\":\"" + hex("SHA-256", file));
            assertThat(box.box().quarantine()).isEmpty();
        }
    }

    @Test
    void aFileGoesOnAfterARestartAndWhenTheLedgerIsBuiltAnew() throws Exception {
        MeetingTerminal terminal;
        try (MeetingBox box = MeetingBox.in(folder)) {
            terminal = box.connect(SERIAL).enter();
            start(terminal, hex("MD5", file));
            part(terminal, 0);
            part(terminal, PART);
        }
        Folders.deleteLedger(folder);
        try (MeetingBox box = MeetingBox.in(folder)) {
            box.box().ask(_ -> true);
            MeetingTerminal back = terminal.again(box.exchange());
            assertThat(back.logIn().get("code")).isEqualTo(OK);
            assertThat(part(back, 2 * PART)).isEqualTo(OK);
            assertThat(part(back, 3 * PART)).isEqualTo(OK);
            assertThat(end(back)).isEqualTo(OK);
            assertThat(kept(box)).isEqualTo(file);
        }
    }
}
