package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Digest;
import io.larder.server.FreePorts;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photos and templates: stored once, shown, exported, checked.
class PhotosTest {
    private static final String SN = "0316144680030";
    private static final String CDATA = "/iclock/cdata?SN=" + SN + "&table=";
    private static final String FINGER = "TVlGSU5HRVI=";
    private static final String FINGER_NAME = name(FINGER);
    private static final String JPEG = "\u00ff\u00d8\u00ff\u00e0smile";
    private static final String BMP = "BMstill life";

    @TempDir private Path data;
    @TempDir private Path other;
    private final int port = FreePorts.next();

    private static String name(String content) {
        return Digest.sha256Hex(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void photo(RunningBox box, String id, String picture) {
        String head = "PIN=" + id + "\nSN=" + SN + "\nsize=" + picture.length();
        box.terminal()
                .post(
                        CDATA + "ATTPHOTO&Stamp=1",
                        Bytes.latin1(head + "\nCMD=uploadphoto\0" + picture));
    }

    private void fill(RunningBox box) {
        box.terminal().get("/iclock/cdata?SN=" + SN + "&options=all&pushver=2.2.14&language=69");
        box.terminal()
                .post(
                        CDATA + "OPERLOG&Stamp=1",
                        "USER PIN=5\tName=Li\tPri=14\tPasswd=1\tCard=[15CD5B0700]\tGrp=1\n"
                                + "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP="
                                + FINGER
                                + "\nUSER PIN=6\tName=Wang\tPri=0\n");
        photo(box, "20260301080000-5.jpg", JPEG);
        photo(box, "20260301090000.jpg", JPEG);
        photo(box, "../../../etc/passwd", BMP);
        box.awaitApplied();
    }

    @Test
    void eachContentIsExportedOnceUnderItsDigestWhateverTheTerminalCalledIt() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            fill(box);
        }
        Path photos = other.resolve("photos");
        Commands.Ended listed = export(Kind.PHOTO, "--contents", photos);

        assertThat(listed).isEqualTo(export(Kind.PHOTO));
        assertThat(listed.out().lines()).hasSize(3);
        assertThat(Folders.names(photos))
                .containsExactlyInAnyOrder(name(JPEG) + ".jpg", name(BMP) + ".bmp");
        assertThat(photos.resolve(name(JPEG) + ".jpg"))
                .hasBinaryContent(JPEG.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(export(Kind.PHOTO, "--contents", photos)).isEqualTo(listed);
        Path templates = other.resolve("templates");
        assertThat(export(Kind.TEMPLATE, "--contents", templates).code()).isZero();
        assertThat(Folders.names(templates)).containsExactly(FINGER_NAME + ".txt");
        assertThat(templates.resolve(FINGER_NAME + ".txt")).hasContent(FINGER);
        assertThat(export(Kind.PUNCH, "--contents", photos).err())
                .startsWith("--kind is punch, expected photo or template with --contents\n");
    }

    @Test
    void whatIsNotThereAnyMoreIsSaidAndTheListingStays() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            fill(box);
        }
        Files.delete(data.resolve("contents.db"));
        Path photos = other.resolve("photos");
        Commands.Ended listed = export(Kind.PHOTO, "--contents", photos);

        assertThat(listed.out()).isEqualTo(export(Kind.PHOTO).out());
        assertThat(listed.err())
                .isEqualTo(
                        "the contents of 3 records are not here: they were dropped when room was"
                                + " needed, or never came\n");
        assertThat(photos).doesNotExist();
    }

    @Test
    void peopleAreShownWithWhatIsKnownOfThemAndWhoKnowsThem() {
        try (RunningBox box = RunningBox.in(data)) {
            fill(box);
        }

        assertThat(show("people", "--json"))
                .isEqualTo(
                        "{\"people\":[{\"pin\":\"5\",\"name\":\"Li\",\"card\":\"123456789\","
                                + "\"privilege\":\"14\",\"templates\":1,\"pictures\":0,"
                                + "\"terminals\":[\"0316144680030\"]},"
                                + "{\"pin\":\"6\",\"name\":\"Wang\",\"privilege\":\"0\","
                                + "\"templates\":0,\"pictures\":0,"
                                + "\"terminals\":[\"0316144680030\"]}]}\n");
        assertThat(show("all")).doesNotContain("people", "photos");
    }

    @Test
    void theNewestPhotosAreShown() {
        try (RunningBox box = RunningBox.in(data)) {
            fill(box);
        }

        assertThat(show("photos", "--json", "--limit", "1"))
                .isEqualTo(
                        "{\"photos\":[{\"record\":\"6/0\",\"terminal\":\"0316144680030\","
                                + "\"pin\":\"../../../etc/passwd\",\"of\":\"punch\","
                                + "\"mediaType\":\"image/bmp\",\"size\":12,\"sha256\":\""
                                + name(BMP)
                                + "\",\"kept\":true}]}\n");
        assertThat(Commands.run("show", "photos", "--data", data, "--limit", "0").err())
                .startsWith("--limit is 0, expected 1 or more\n");
    }

    @Test
    void aContentIsServedToWhoKnowsTheTokenWithItsMediaType() throws Exception {
        try (RunningBox box = RunningBox.in(data, "console.port=" + port)) {
            fill(box);
            String token =
                    String.valueOf(
                            Json.read(Files.readString(data.resolve("console.json"))).get("token"));

            assertThat(served(name(JPEG), token)).isEqualTo("200 image/jpeg " + JPEG);
            assertThat(served(FINGER_NAME, token))
                    .isEqualTo("200 application/octet-stream " + FINGER);
            assertThat(served(name("nothing"), token))
                    .isEqualTo("404 application/json {\"why\":\"this content is not here\"}");
            assertThat(served("..%2F..%2Fconsole.json", token)).startsWith("404 ");
            assertThat(served(name(JPEG), "guessed")).startsWith("401 ");
        }
    }

    private String served(String sha256, String token) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/contents/" + sha256);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode()
                    + " "
                    + answer.headers().firstValue("Content-Type").orElse("")
                    + " "
                    + new String(answer.body(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aCheckCountsContentsAndTellsWhatIsMissing() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            fill(box);
        }
        assertThat(check().out())
                .as("33 bytes, and 29 more for each seal")
                .endsWith("contents 3 photos and templates, 120 bytes\nall is well\n");

        Files.delete(data.resolve("contents.db"));

        Commands.Ended ended = check();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .endsWith(
                        """
                        contents 0 photos and templates, 0 bytes
                                 MISSING: template of record 3/1: %s
                                 note: photo of record 4/0 is not here, it was dropped or never came: %s
                                 note: photo of record 5/0 is not here, it was dropped or never came: %s
                                 note: photo of record 6/0 is not here, it was dropped or never came: %s
                        NOT all is well
                        """
                                .formatted(FINGER_NAME, name(JPEG), name(JPEG), name(BMP)));
    }

    private Commands.Ended check() {
        return Commands.run("check", "--data", data, "--temp", other, "--set", "site.zone=+08:00");
    }

    private String show(String... words) {
        Object[] all = new Object[words.length + 3];
        all[0] = "show";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = data;
        return Commands.run(all).out();
    }

    private Commands.Ended export(Kind kind, Object... more) {
        Object[] all = new Object[more.length + 5];
        all[0] = "export";
        all[1] = "--data";
        all[2] = data;
        all[3] = "--kind";
        all[4] = kind.word();
        System.arraycopy(more, 0, all, 5, more.length);
        return Commands.run(all);
    }
}
