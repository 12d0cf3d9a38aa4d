package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files on their way out of the door.
@Timeout(60)
class FileAnswerTest {
    private static final String GET = "GET /iclock/file/a HTTP/1.1\r\n\r\n";
    private static final String HEAD = "HEAD /iclock/file/a HTTP/1.1\r\n\r\n";
    private static final String SAYS =
            """
            HTTP/1.1 200 OK
            Date: Fri, 03 Jul 2015 06:53:01 GMT
            Content-Type: application/octet-stream
            Content-Length: %d
            Pragma: no-cache
            Cache-Control: no-store

            """
                    .replace("\n", "\r\n");

    /// Far more than the sockets between door and reader hold, far less than the file.
    private static final long IN_BETWEEN = 24 << 20;

    private static OpenDoor serving(FakeContent content) {
        return answering(new Answer.File(content, 0, content.size(), false));
    }

    private static OpenDoor answering(Answer answer) {
        return OpenDoor.with(Limits.patient(), new FakeExchange(_ -> answer));
    }

    @Test
    @Conforms({"FILE-001", "GEN-001"})
    void aFileGoesOutByteForByteAndTheConnectionStays() throws Exception {
        FakeContent content = FakeContent.of(3L * DoorLimits.FILE_CHUNK_BYTES + 1);
        try (OpenDoor door = serving(content);
                RawClient client = door.client()) {
            for (int i = 0; i < 2; i++) {
                RawClient.Reply reply = client.send(GET).reply();

                assertThat(reply.head()).isEqualTo(SAYS.formatted(content.size()));
                assertThat(reply.body()).isEqualTo(FakeContent.text(0, content.size()));
            }
            assertThat(content.closed.getCount()).isZero();
            assertThat(door.log().lines()).isEmpty();
        }
    }

    @Test
    @Conforms("FILE-001")
    void anEmptyFileIsAnEmptyAnswer() throws Exception {
        try (OpenDoor door = serving(FakeContent.of(0))) {
            assertThat(door.ask(GET).head()).isEqualTo(SAYS.formatted(0));
        }
    }

    @Test
    @Conforms("FILE-002")
    void aHeadIsAnsweredWithTheHeadOfAGet() throws Exception {
        FakeContent content = FakeContent.of(5_000_000_000L);
        try (OpenDoor door = serving(content);
                RawClient client = door.client()) {
            client.send(HEAD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

            assertThat(client.rest())
                    .isEqualTo(
                            SAYS.formatted(5_000_000_000L)
                                    .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(content.closed.getCount()).isZero();
            assertThat(content.read).hasValue(0);
        }
    }

    @Test
    @Conforms("FILE-002")
    void aHeadOfWhatIsNotThereHasNoBodyEither() throws Exception {
        try (OpenDoor door = answering(new Answer.Refused(404, "no such file", 0));
                RawClient client = door.client()) {
            client.send(HEAD + "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n");

            assertThat(client.rest())
                    .containsOnlyOnce("no such file")
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .contains("\r\n\r\nHTTP/1.1 404 Not Found\r\n");
            assertThat(door.log().lines())
                    .containsExactly(
                            "127.0.0.1 HEAD /iclock/file/a SN -: 404 no such file",
                            "127.0.0.1 GET /x SN -: 404 no such file");
        }
    }

    @Test
    @Conforms("FILE-003")
    void aPartSaysWhichPartItIs() throws Exception {
        FakeContent content = FakeContent.of(100_000);
        try (OpenDoor door = answering(new Answer.File(content, 30_000, 50_000, true))) {
            RawClient.Reply reply = door.ask(GET);

            assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 206 Partial Content");
            assertThat(reply.header("Content-Length", "")).isEqualTo("50000");
            assertThat(reply.header("Content-Range", "")).isEqualTo("bytes 30000-79999/100000");
            assertThat(reply.body()).isEqualTo(FakeContent.text(30_000, 80_000));
        }
    }

    @Test
    @Conforms("FILE-003")
    void aPartBehindTheEndIsRefusedWithTheSize() throws Exception {
        try (OpenDoor door = answering(new Answer.OutOfRange(10))) {
            RawClient.Reply reply = door.ask(GET);

            assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 416 Range Not Satisfiable");
            assertThat(reply.header("Content-Range", "")).isEqualTo("bytes */10");
            assertThat(door.log().lines())
                    .containsExactly(
                            "127.0.0.1 GET /iclock/file/a SN -: 416 the range begins behind the end"
                                    + " of a file of 10 bytes");
        }
    }

    @Test
    void theRangeIsTakenFromTheHeadWhenItIsOneWithoutCondition() throws Exception {
        try (OpenDoor door = OpenDoor.idle();
                RawClient client = door.client()) {
            String[] heads = {
                "Range: Bytes=0-9",
                "range:bytes=0-9 ",
                "Range: bytes=0-1,4-5",
                "Range: bytes=0-1\r\nRange: bytes=0-1",
                "Range: bytes=0-9\r\nIf-Range: \"v1\"",
                "X: y"
            };
            for (String head : heads) {
                client.send(GET.replace("\r\n\r\n", "\r\n" + head + "\r\n\r\n")).reply();
            }
            assertThat(door.exchange().asked())
                    .extracting(request -> request.range())
                    .containsExactly("bytes=0-9", "bytes=0-9", "", "", "", "");
        }
    }

    @Test
    void aFileThatShrinksOrCannotBeReadEndsTheConnection() throws Exception {
        FakeContent[] files = {
            FakeContent.thatEndsAt(70_000, 100_000), FakeContent.thatBreaksAt(70_000, 100_000)
        };
        for (FakeContent content : files) {
            try (OpenDoor door = serving(content);
                    RawClient client = door.client()) {
                assertThat(client.send(GET).rest())
                        .isEqualTo(SAYS.formatted(100_000) + FakeContent.text(0, 70_000));
                assertThat(content.closed.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(door.log().await(1))
                        .containsExactly(
                                "127.0.0.1 connection: cut: the file ends before byte 100000");
            }
        }
    }

    @Test
    void aLargeFileIsNeverInMemory() throws Exception {
        FakeContent content = FakeContent.of(200L << 20);
        try (OpenDoor door = serving(content);
                Socket reader = reader(door)) {
            reader.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            InputStream in = reader.getInputStream();
            in.readNBytes(SAYS.formatted(content.size()).length());
            byte[] buffer = new byte[1 << 16];
            for (long at = 0; at < content.size(); at = content.taken.get()) {
                int count = in.read(buffer);
                assertThat(count).isPositive();
                assertThat(buffer[0]).isEqualTo(FakeContent.at(at));
                assertThat(buffer[count - 1]).isEqualTo(FakeContent.at(at + count - 1));
                content.taken.addAndGet(count);
            }
            assertThat(content.mostOutstanding.get()).isLessThan(IN_BETWEEN);
        }
    }

    private static Socket reader(OpenDoor door) throws IOException {
        Socket reader = new Socket();
        reader.setReceiveBufferSize(1 << 16);
        reader.setSoTimeout(20_000);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        reader.connect(new InetSocketAddress(loopback, door.door().port()));
        return reader;
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNobodyElse() throws Exception {
        FakeContent large = FakeContent.of(1L << 40);
        FakeContent small = FakeContent.of(5);
        FakeExchange files =
                new FakeExchange(request -> file(request.path().endsWith("a") ? large : small));
        try (OpenDoor door = OpenDoor.with(Limits.patient(), files)) {
            try (RawClient lazy = door.client()) {
                lazy.send(GET);
                for (int i = 0; i < 20; i++) {
                    assertThat(door.ask(GET.replace("/a", "/b")).body())
                            .isEqualTo(FakeContent.text(0, 5));
                }
            }
            assertThat(large.closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(large.read.get()).isLessThan(IN_BETWEEN);
            assertThat(door.log().lines()).isEmpty();
        }
    }

    private static Answer file(Content content) {
        return new Answer.File(content, 0, content.size(), false);
    }

    @Test
    void aReaderThatIsTooSlowIsCut() throws Exception {
        FakeContent content = FakeContent.of(1L << 40);
        // Each chunk has its time, so that the clock runs fast here.
        DoorClock fast =
                new DoorClock(() -> Optional.of(OpenDoor.NOW), () -> System.nanoTime() * 100);
        RecordingLogger log = new RecordingLogger();
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, Limits.patientButForAnswers());
        try (TerminalDoor door =
                        TerminalDoor.open(
                                settings, _ -> file(content), Optional.empty(), fast, log);
                RawClient lazy = new RawClient(door.port())) {
            lazy.send(GET);

            assertThat(log.await(1))
                    .containsExactly("127.0.0.1 connection: cut: answer was not taken in time");
            assertThat(content.closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(content.read.get()).isLessThan(IN_BETWEEN);
            assertThat(door.counts().cut()).isEqualTo(1);
        }
    }

    @Test
    @Conforms("FILE-002")
    void aHeadElsewhereStaysRefused() throws Exception {
        try (OpenDoor door = OpenDoor.idle()) {
            for (String path : new String[] {"/", "/iclock/cdata", "/iclock/file", "/file/a"}) {
                try (RawClient client = door.client()) {
                    client.send("HEAD " + path + " HTTP/1.1\r\n\r\n");

                    assertThat(client.rest()).startsWith("HTTP/1.1 405 ");
                }
            }
            assertThatThrownBy(door.exchange()::onlyOne).hasMessageContaining("asked 0 times");
        }
    }
}
