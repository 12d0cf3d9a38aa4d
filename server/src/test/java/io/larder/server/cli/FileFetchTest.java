package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.DoorSettings;
import io.larder.server.door.TerminalDoor;
import io.larder.server.exchange.FileService;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads, from the socket to the folder.
class FileFetchTest {
    private static final String MAIN = "/iclock/file/fw/X938/main.tgz";
    private static final int LARGE = 1_000_003;

    @TempDir private Path root;
    private final Set<String> offered = new HashSet<>(Set.of("fw/X938/main.tgz"));
    private final byte[] firmware = new byte[LARGE];
    private Path folder;
    private AssembledBox box;
    private TerminalDoor door;

    @BeforeEach
    void open() throws IOException {
        folder = root.resolve("files");
        new Random(7).nextBytes(firmware);
        Files.createDirectories(folder.resolve("fw").resolve("X938"));
        Files.write(folder.resolve("fw").resolve("X938").resolve("main.tgz"), firmware);
        Files.writeString(folder.resolve("fw").resolve("other.tgz"), "other");
        Files.writeString(folder.resolve(".hidden"), "hidden");
        Files.writeString(root.resolve("secret"), "secret");
        box =
                AssembledBox.in(root.resolve("data"))
                        .files(new FileService(new FolderShelf(folder), offered::contains))
                        .open();
        door =
                TerminalDoor.open(
                        new DoorSettings("127.0.0.1", 0, DoorLimits.defaults()),
                        box::handle,
                        DoorClock.system());
    }

    @AfterEach
    void close() {
        door.close();
        box.close();
    }

    private RawTerminal.Answer get(String target, String... lines) {
        StringBuilder head =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nConnection: close\r\n");
        for (String each : lines) {
            head.append(each).append("\r\n");
        }
        return new RawTerminal(door.port()).send(Bytes.latin1(head + "\r\n"));
    }

    @Test
    @Conforms("FILE-001")
    void theFileArrivesWholeWithItsExactLengthWhateverShapeTheTargetHas() {
        List<String> targets =
                List.of(
                        MAIN,
                        MAIN + "?SN=1&x=/../",
                        "http://box:80" + MAIN,
                        "//iclock//file/fw/X938//main.tgz",
                        "/ICLOCK/FILE/fw/X938/main.tgz",
                        "/iclock/file/fw%2fX938%2Fmain%2etgz");
        for (String target : targets) {
            RawTerminal.Answer answer = get(target);

            assertThat(answer.status()).as(target).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("content-length", Integer.toString(LARGE))
                    .containsEntry("content-type", "application/octet-stream")
                    .containsKey("date");
            assertThat(answer.body()).isEqualTo(Bytes.of(firmware));
        }
    }

    @Test
    @Conforms("FILE-002")
    void aHeadSaysHowLongTheFileIs() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.setSoTimeout(30_000);
            String head = "HEAD " + MAIN + " HTTP/1.1\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(Bytes.latin1(head).toArray());
            Bytes answer = Bytes.wrap(socket.getInputStream().readAllBytes());

            assertThat(answer.asLatin1())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nContent-Length: " + LARGE + "\r\n")
                    .endsWith("\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    @Conforms("FILE-003")
    void aRangeGetsItsPart() {
        RawTerminal.Answer first = get(MAIN, "Range: bytes=0-9");
        RawTerminal.Answer last = get(MAIN, "Range: bytes=-3");
        RawTerminal.Answer beyond = get(MAIN, "Range: bytes=" + LARGE + "-");

        assertThat(first.status()).isEqualTo(206);
        assertThat(first.headers()).containsEntry("content-range", "bytes 0-9/" + LARGE);
        assertThat(first.body()).isEqualTo(Bytes.of(firmware).slice(0, 10));
        assertThat(last.headers()).containsEntry("content-range", "bytes 1000000-1000002/" + LARGE);
        assertThat(last.body()).isEqualTo(Bytes.of(firmware).slice(LARGE - 3, LARGE));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.headers()).containsEntry("content-range", "bytes */" + LARGE);
        assertThat(get(MAIN, "Range: bytes=0-1,4-5").status()).isEqualTo(200);
        assertThat(get(MAIN, "Range: lines=0-1").status()).isEqualTo(200);
    }

    @Test
    @Conforms("FILE-004")
    void nothingOutsideIsServedHoweverItIsWrittenAndEvenIfOffered() throws IOException {
        Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
        List<String> paths =
                List.of(
                        "../secret",
                        "%2e%2e/secret",
                        "%2e%2e%2fsecret",
                        "fw/..%2f..%2fsecret",
                        "%252e%252e/secret",
                        "%252e%252e%252fsecret",
                        "..%5csecret",
                        "%2fetc/passwd",
                        "/etc/passwd",
                        "fw/X938/main.tgz%00",
                        ".hidden",
                        "up/secret");
        offered.addAll(paths);
        offered.addAll(
                List.of(
                        "fw/../../secret",
                        "..\\secret",
                        "etc/passwd",
                        "fw/X938/main.tgz\0",
                        "%2e%2e%2fsecret"));
        for (String path : paths) {
            assertThat(get("/iclock/file/" + path).toString())
                    .as(path)
                    .isEqualTo("404 no such file");
        }
    }

    @Test
    @Conforms("FILE-005")
    void aFileThatIsNotThereGetsA404() {
        offered.addAll(Set.of("fw/none.tgz", "fw/X938/MAIN.tgz", "fw/X938", "fw/X938/main.tgz/x"));

        for (String path : offered) {
            if (!path.equals("fw/X938/main.tgz")) {
                assertThat(get("/iclock/file/" + path).toString()).isEqualTo("404 no such file");
            }
        }
        assertThat(get(MAIN).status()).isEqualTo(200);
    }

    @Test
    @Conforms("FILE-006")
    void aFileThatNoCommandOffersGetsTheSame404() {
        assertThat(get("/iclock/file/fw/other.tgz").toString()).isEqualTo("404 no such file");
        offered.add("fw/other.tgz");
        assertThat(get("/iclock/file/fw/other.tgz").toString()).isEqualTo("200 other");
        offered.clear();
        assertThat(get(MAIN).toString()).isEqualTo("404 no such file");
    }

    @Test
    @Conforms("FILE-006")
    void aRunningBoxOffersNothingUnasked() throws IOException {
        Path data = root.resolve("running");
        Files.createDirectories(data.resolve("files"));
        Files.writeString(data.resolve("files").resolve("a"), "a");
        try (RunningBox running = RunningBox.in(data)) {
            assertThat(running.terminal().get("/iclock/file/a").toString())
                    .isEqualTo("404 no such file");
        }
        try (RunningBox running =
                RunningBox.in(data, "files.folder=" + root.resolve("not-there"))) {
            assertThat(running.terminal().get("/iclock/file/a").status()).isEqualTo(404);
        }
    }

    @Test
    @Conforms("FILE-001")
    void aChineseNameIsFoundInEitherEncoding() throws IOException {
        assumeTrue(System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8"));
        Files.writeString(folder.resolve("菜单.tgz"), "menu");
        offered.add("菜单.tgz");

        for (String charset : new String[] {"UTF-8", "GB18030"}) {
            Bytes name = Bytes.wrap("菜单.tgz".getBytes(Charset.forName(charset)));
            assertThat(get("/iclock/file/" + name.asLatin1()).toString()).isEqualTo("200 menu");
        }
    }
}
