package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.larder.crypto.Digest;
import io.larder.crypto.Seal;
import io.larder.server.FreePorts;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An enrolment with everything secret in it, and then a look into every file.
@Timeout(180)
class SealedStoreTest {
    private static final String SN = "0316144680030";
    private static final String CANTEEN = "5158181900025";
    private static final String CDATA = "/iclock/cdata?SN=" + SN + "&table=";
    private static final String POS = "/iclock/posrequest?SN=" + CANTEEN;
    private static final String PURCHASE =
            "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t0\t1\t1\n";

    private static final String FINGER = "RklOR0VSdGVtcGxhdGVvZkFubjEyMzQ1Njc4OTA=";
    private static final String FACE = "RkFDRXRlbXBsYXRlb2ZBbm5hYmNkZWZnaGlqa2xt";
    private static final String LOST = "T0REdGVtcGxhdGVpbnF1YXJhbnRpbmVvcHFyc3R1";
    private static final String QUERIED = "UVVFUklFRHRlbXBsYXRlYW5zd2VydnV3eHl6YWJj";
    private static final String ORDERED = "T1JERVJFRHRlbXBsYXRlYnlodW1hbnNnaGlqa2xt";
    private static final String PHOTO = "BMpunch-photo-of-Ann-0123456789";
    private static final String PORTRAIT = "BMportrait-of-Ann-9876543210";
    private static final String PASSWORD = "pw918273645";
    private static final String QUERIED_PASSWORD = "qp746352819";
    private static final String ECHOED_PASSWORD = "ep564738291";
    private static final String CARD_PASSWORD = "4938170265";
    private static final String NEW_CARD_PASSWORD = "7183946502";

    private static final Map<String, byte[]> SECRETS = new LinkedHashMap<>();

    static {
        secret("fingerprint", FINGER);
        secret("face", FACE);
        secret("odd template", LOST);
        secret("queried template", QUERIED);
        secret("ordered template", ORDERED);
        secret("photo", PHOTO);
        secret("portrait", PORTRAIT);
        secret("password", PASSWORD);
        secret("queried password", QUERIED_PASSWORD);
        secret("echoed password", ECHOED_PASSWORD);
        secret("card password", CARD_PASSWORD);
        secret("new card password", NEW_CARD_PASSWORD);
    }

    @TempDir private Path box;
    @TempDir private Path headquarters;
    @TempDir private Path killed;
    @TempDir private Path killedHeadquarters;

    private static void secret(String name, String text) {
        SECRETS.put(name, text.getBytes(ISO_8859_1));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(ISO_8859_1));
    }

    /// Everything an attendance terminal can say of somebody.
    private static void enrol(BiConsumer<String, String> post) {
        post.accept(
                CDATA + "OPERLOG&Stamp=1",
                "USER PIN=5\tName=Ann\tPri=0\tPasswd="
                        + PASSWORD
                        + "\tCard=\tGrp=1\n"
                        + "FP PIN=5\tFID=6\tSize=40\tValid=1\tTMP="
                        + FINGER
                        + "\nFP PIN=\tFID=7\tSize=40\tValid=1\tTMP="
                        + LOST
                        + "\n");
        post.accept(
                CDATA + "BIODATA&Stamp=1",
                "BIODATA Pin=5\tNo=0\tIndex=0\tValid=1\tDuress=0\tType=9\tMajorVer=58\tMinorVer=1\tFormat=0\tTmp="
                        + FACE
                        + "\n");
        post.accept(
                CDATA + "ATTPHOTO&Stamp=1",
                "PIN=20260301080000-5.jpg\nSN="
                        + SN
                        + "\nsize="
                        + PHOTO.length()
                        + "\nCMD=uploadphoto\0"
                        + PHOTO);
        post.accept(
                CDATA + "BIOPHOTO&Stamp=1",
                "BIOPHOTO PIN=5\tFileName=5.jpg\tType=9\tSize=40\tContent="
                        + base64(PORTRAIT)
                        + "\n");
        post.accept(
                "/iclock/querydata?SN=" + SN + "&type=tabledata&cmdid=1&tablename=user",
                "user uid=1\tcardno=\tpin=5\tpassword="
                        + QUERIED_PASSWORD
                        + "\ntemplatev10 pin=5\ttemplate="
                        + QUERIED
                        + "\n");
        post.accept(
                "/iclock/devicecmd?SN=" + SN,
                "ID=99&Return=0&CMD=DATA UPDATE USERINFO PIN=5\tPasswd=" + ECHOED_PASSWORD + "\n");
        post.accept(CDATA + "ATTLOG&Stamp=1", "5\t2026-03-01 08:00:00\t0\t1\n");
    }

    private static void fill(RunningBox running) {
        running.terminal().get("/iclock/cdata?SN=" + SN + "&options=all&pushver=2.4.1&language=69");
        running.terminal().get("/iclock/cpos?SN=" + CANTEEN + "&options=all");
        enrol((target, body) ->
                assertThat(running.terminal().post(target, Bytes.latin1(body)).status())
                        .isEqualTo(200));
        running.terminal().post("/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=1", PURCHASE);
        running.awaitApplied();
        running.commands()
                .order(
                        new Serial(SN),
                        List.of(
                                "DATA",
                                "UPDATE",
                                "FINGERTMP",
                                "PIN=5",
                                "FID=1",
                                "Valid=1",
                                "TMP=" + ORDERED),
                        Duration.ofHours(1),
                        "Ann",
                        true);
        Statement card =
                Statement.now(ItemKind.CARD, "100", Map.of(Statement.PASSWORD, CARD_PASSWORD));
        assertThat(running.site().state(List.of(card), "Ann")).isInstanceOf(Stated.Mine.class);
        running.awaitApplied();
        assertThat(
                        running.terminal()
                                .get(
                                        POS
                                                + "&RepType=5&Card=100&OldPwd="
                                                + CARD_PASSWORD
                                                + "&NewPwd="
                                                + NEW_CARD_PASSWORD)
                                .text())
                .isEqualTo("OK");
        running.awaitApplied();
    }

    @Test
    void noFileOfABoxOrItsHeadquartersHoldsATemplateAPictureOrAPassword() throws IOException {
        int port = FreePorts.next();
        try (RunningBox above =
                        RunningBox.in(
                                headquarters, "receive.port=" + port, "receive.token=sesame");
                RunningBox below =
                        RunningBox.in(
                                box,
                                "upstreams.headquarters.url=http://127.0.0.1:" + port,
                                "upstreams.headquarters.token=sesame")) {
            fill(below);
            above.until(ledger -> ledger.contentSize().count() >= 4);
            above.until(
                    ledger -> !ledger.page("cardEvent", position(), ledger.applied(), 1).isEmpty());
            assertThat(below.terminal().get("/iclock/getrequest?SN=" + SN).text())
                    .contains("TMP=" + ORDERED);

            assertThat(content(below, FINGER)).hasValue(FINGER);
            assertThat(content(above, PHOTO)).hasValue(PHOTO);
            assertThat(content(above, FACE)).hasValue(FACE);
            assertThat(below.quarantine()).anyMatch(odd -> odd.raw().asLatin1().contains(LOST));
            assertThat(below.records(Kind.UNKNOWN))
                    .anyMatch(record -> record.raw().asLatin1().contains(QUERIED));
            assertThat(above.fields(Kind.UNKNOWN)).anyMatch(line -> line.contains(QUERIED));
            Folders.asAfterAKill(box, killed);
            Folders.asAfterAKill(headquarters, killedHeadquarters);
        }

        for (Path folder : List.of(box, headquarters, killed, killedHeadquarters)) {
            assertThat(Needles.in(folder, SECRETS)).isEmpty();
            assertThat(Needles.in(folder, harmless())).as("punch and purchase").isNotEmpty();
        }
    }

    @Test
    void withoutTheSealTheSameLookFindsThem() {
        try (AssembledBox open = AssembledBox.in(box).segments(64).open()) {
            open.get("/iclock/cdata?SN=" + SN + "&options=all&pushver=2.4.1&language=69");
            enrol(open::post);
            open.ask(_ -> true);
        }

        assertThat(Needles.in(box, SECRETS))
                .contains(
                        "contents.db: fingerprint as it is",
                        "contents.db: face as it is",
                        "contents.db: photo as it is",
                        "contents.db: portrait as it is",
                        "ledger.db: odd template as it is",
                        "ledger.db: queried template as it is",
                        "ledger.db: echoed password as it is",
                        "journal/segment-0000000001: password as it is",
                        "journal/segment-0000000001: fingerprint as it is",
                        "journal/segment-0000000001: portrait in base64 at 0",
                        "journal/segment-0000000001: queried password as it is");
    }

    @Test
    void aLostKeyLosesWhatItSealedAndNothingElse() throws IOException {
        try (RunningBox running = RunningBox.in(box)) {
            fill(running);
        }
        Files.delete(box.resolve("seal.key"));
        Folders.deleteLedger(box);

        try (RunningBox running = RunningBox.in(box)) {
            assertThat(running.brief(Kind.PUNCH)).hasSize(1);
            assertThat(running.brief(Kind.PURCHASE)).hasSize(1);
            assertThat(running.records(Kind.TEMPLATE)).isEmpty();
            assertThat(running.quarantine())
                    .extracting(RunningBox.Odd::reason, RunningBox.Odd::raw)
                    .containsOnly(tuple("it was sealed with a key that is not here", Bytes.EMPTY))
                    .hasSize(6);
            enrol((target, body) -> running.terminal().post(target, Bytes.latin1(body)));
            running.awaitApplied();
            assertThat(content(running, FINGER)).as("enrolled once more").hasValue(FINGER);
        }
    }

    @Test
    void theDigestOfAPersonDoesNotTellThePassword() throws IOException {
        try (RunningBox one = RunningBox.in(box);
                RunningBox other = RunningBox.in(headquarters)) {
            for (RunningBox each : List.of(one, other)) {
                each.terminal().get("/iclock/cdata?SN=" + SN + "&options=all&pushver=2.4.1");
                each.terminal().post(CDATA + "OPERLOG&Stamp=1", "USER PIN=5\tPasswd=1234\n");
            }

            assertThat(digest(one)).isNotEqualTo(digest(other));
            assertThat(Files.readAllBytes(box.resolve("seal.key"))).hasSize(Seal.KEY_BYTES);
        }
    }

    private static Position position() {
        return Position.START;
    }

    private static Bytes digest(RunningBox running) {
        return running.ask(
                ledger -> Bytes.wrap(RunningBox.rows(ledger, "person").getFirst().digest()));
    }

    private static Map<String, byte[]> harmless() {
        return Map.of("purchase", "2018-11-02 10:16:58".getBytes(ISO_8859_1));
    }

    private static Optional<String> content(RunningBox running, String clear) {
        String name = Digest.sha256Hex(clear.getBytes(ISO_8859_1));
        return running.ask(
                ledger -> ledger.content(name).map(bytes -> new String(bytes, ISO_8859_1)));
    }
}
