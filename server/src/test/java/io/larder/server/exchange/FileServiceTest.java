package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Content;
import io.larder.server.protocol.Range;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which file a request means, without any file.
class FileServiceTest {
    private static final Answer NOT_THERE = new Answer.Refused(404, "no such file", 0);

    private final Set<String> asked = new HashSet<>();
    private final TenBytes content = new TenBytes();
    private final FileService service = new FileService(this::open, _ -> true);

    private Optional<Content> open(ShelfPath path) {
        asked.add(String.join("/", path.names()));
        return Optional.of(content);
    }

    @ParameterizedTest
    @CsvSource({
        "/iclock/file/fw/X938/main.tgz,             fw/X938/main.tgz",
        "/ICLOCK/File/fw/X938/main.TGZ?SN=1&x=/../, fw/X938/main.TGZ",
        "http://h:80/iclock/file/a,                 a",
        "//iclock//iclock/file//fw///a,             fw/a",
        "/iclock/file/%66w%2FA%20b+c.aspx,          fw/A b+c.aspx",
        "/iclock/file/100%,                         100%",
        "/iclock/file/a%25b,                        a%b"
    })
    void aFileIsFoundInEveryShapeOfTarget(String target, String path) {
        assertThat(fetch("GET", target, ""))
                .isEqualTo(new Request.Fetch(path, false, new Range.Whole()));
    }

    @Test
    void aNameIsReadAsUtf8OrElseAsGb18030EncodedOrNot() {
        for (String charset : List.of("UTF-8", "GB18030")) {
            byte[] bytes = "菜单一.tgz".getBytes(Charset.forName(charset));
            String raw = Bytes.of(bytes).asLatin1();
            StringBuilder encoded = new StringBuilder();
            for (byte each : bytes) {
                encoded.append("%%%02x".formatted(each));
            }
            for (String name : List.of(raw, encoded.toString())) {
                assertThat(fetch("GET", "/iclock/file/" + name, ""))
                        .isEqualTo(new Request.Fetch("菜单一.tgz", false, new Range.Whole()));
            }
        }
    }

    @Test
    void onlyGetAndHeadFetch() {
        assertThat(fetch("HEAD", "/iclock/file/a", "bytes=0-1"))
                .isEqualTo(new Request.Fetch("a", true, new Range.Whole()));
        assertThat(fetch("POST", "/iclock/file/a", "")).isInstanceOf(Request.Refused.class);
        assertThat(fetch("GET", "/iclock/file/", "")).isInstanceOf(Request.Refused.class);
        assertThat(fetch("HEAD", "/iclock/cdata", ""))
                .isEqualTo(new Request.Refused(null, 405, "HEAD is not a method of /iclock/cdata"));
        assertThat(fetch("GET", "/iclock/FileName=x?", ""))
                .isEqualTo(new Request.Refused(null, 404, "no service at /iclock/filename=x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../a",
                "fw/../../a",
                "%2e%2e/a",
                "%2E./a",
                "fw%2f..%2fa",
                "fw/%2e%2e%2f%2e%2e%2fa",
                "./a",
                ".hidden",
                "fw/.git/config",
                "%2fetc/passwd",
                "fw%2f%2fa",
                "fw/a/%2f",
                "fw/a/",
                "..%5c..%5ca",
                "fw\\a",
                "c:\\a",
                "a%00",
                "a%00.tgz",
                "a%0a",
                "a%7f"
            })
    @Conforms("FILE-004")
    void aPathThatMayLeadOutsideNeverReachesTheShelf(String path) {
        assertThat(answer(path, "")).isEqualTo(NOT_THERE);
        assertThat(asked).isEmpty();
    }

    @Test
    @Conforms("FILE-004")
    void aPathThatIsEncodedTwiceIsANameAndNoWayOut() {
        answer("%252e%252e/%252fetc", "");

        assertThat(asked).containsExactly("%2e%2e/%2fetc");
    }

    @Test
    @Conforms("FILE-006")
    void whatIsNotOfferedIsNotEvenLookedFor() {
        FileService strict = new FileService(this::open, "fw/a"::equals);
        Request.Fetch other = new Request.Fetch("fw/A", false, new Range.Whole());
        Request.Fetch offered = new Request.Fetch("fw/a", false, new Range.Whole());

        assertThat(strict.answer(other)).isEqualTo(NOT_THERE);
        assertThat(asked).isEmpty();
        assertThat(strict.answer(offered)).isEqualTo(new Answer.File(content, 0, 10, false));
    }

    @Test
    @Conforms("FILE-005")
    void whatIsNotOnTheShelfIsRefusedInTheSameWords() {
        FileService empty = new FileService(_ -> Optional.empty(), _ -> true);

        assertThat(empty.answer(new Request.Fetch("a", false, new Range.Whole())))
                .isEqualTo(NOT_THERE);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9,                    0, 10",
        "bytes=0-0,                    0, 1",
        "bytes=3-5,                    3, 3",
        "bytes=3-,                     3, 7",
        "bytes=9-,                     9, 1",
        "bytes=9-99999999999999999999, 9, 1",
        "bytes=-1,                     9, 1",
        "bytes=-10,                    0, 10",
        "bytes=-99999999999999999999,  0, 10"
    })
    @Conforms("FILE-003")
    void oneRangeGetsItsPart(String range, long from, long length) {
        assertThat(answer("a", range)).isEqualTo(new Answer.File(content, from, length, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"})
    @Conforms("FILE-003")
    void aRangeBehindTheEndIsRefusedAndTheFileClosed(String range) {
        assertThat(answer("a", range)).isEqualTo(new Answer.OutOfRange(10));
        assertThat(content.closed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=-",
                "bytes=5-3",
                "bytes=0-1,4-5",
                "bytes=+0-1",
                "bytes=a-b",
                "bytes 0-1",
                "bytes=0--1",
                "bytes=٠-٩",
                "lines=0-9"
            })
    @Conforms("FILE-003")
    void anythingElseGetsTheWholeFile(String range) {
        assertThat(answer("a", range)).isEqualTo(new Answer.File(content, 0, 10, false));
        assertThat(content.closed).isFalse();
    }

    private Answer answer(String path, String range) {
        return fetch("GET", "/iclock/file/" + path, range) instanceof Request.Fetch fetch
                ? service.answer(fetch)
                : NOT_THERE;
    }

    private static Request fetch(String method, String target, String range) {
        return Routing.read(Wire.Request.of(method, target, Bytes.EMPTY, "peer", range), null);
    }

    private static final class TenBytes implements Content {
        private boolean closed;

        @Override
        public long size() {
            return 10;
        }

        @Override
        public Bytes read(long at, int most) {
            return Bytes.of("0123456789".getBytes(StandardCharsets.US_ASCII))
                    .slice((int) at, Math.min(10, (int) at + most));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
