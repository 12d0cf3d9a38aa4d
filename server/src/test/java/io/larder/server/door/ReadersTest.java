package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadersTest {
    @Test
    void theVersionIsTheLastWordIfItLooksLikeOne() {
        assertThat(head("GET /a b HTTP/1.1")).isEqualTo(get("/a b", true));
        assertThat(head("GET  /a  HTTP/1.1  ")).isEqualTo(get("/a", true));
        assertThat(head("get /a b")).isEqualTo(get("/a b", false));
        assertThat(head("GET /a HTTP/1.1 HTTP/1.0")).isEqualTo(get("/a HTTP/1.1", false));
        assertThat(head("GET /a HTTP/2.0")).isEqualTo(get("/a", false));
        assertThat(head("GET /a\u0085\t HTTP/1.1")).isEqualTo(get("/a\u0085\t", true));
    }

    @Test
    void headersAreFoundInAnyCaseAndOverSeveralLines() {
        assertThat(head("GET /a HTTP/1.1", "CONNECTION : keep-alive,", "\tclose"))
                .isEqualTo(get("/a", false));
        assertThat(head("GET /a HTTP/1.1", " Connection: close", "no colon", ": close", "X:"))
                .isEqualTo(get("/a", true));
    }

    @Test
    void lengthsThatAgreeAreOneLength() {
        Heard.Head two =
                new Heard.Head(
                        "POST", "/", true, true, new Framing.Exactly(2), "", "", Optional.empty());
        assertThat(
                        head(
                                "POST / HTTP/1.1",
                                "Content-Length: 2",
                                "content-length: 2, 2",
                                "expect: 100-CONTINUE"))
                .isEqualTo(two);
    }

    @Test
    void lengthsThatMakeNoSenseAreRefused() {
        for (String length : List.of("", "-1", "+1", "1 2", "0x10", "1, 2", "1.0")) {
            assertThat(head("POST / HTTP/1.1", "Content-Length: " + length))
                    .as(length)
                    .isEqualTo(
                            new Heard.Unfit(
                                    new Answer.Refused(
                                            400, "Content-Length is no number or there are two", 0),
                                    "POST / HTTP/1.1"));
        }
    }

    @Test
    void aBodyBothChunkedAndWithLengthIsReadInChunksAndIsTheLast() {
        assertThat(
                        head(
                                "POST / HTTP/1.1",
                                "Content-Length: 2",
                                "Transfer-Encoding: identity, chunked"))
                .isEqualTo(
                        new Heard.Head(
                                "POST",
                                "/",
                                false,
                                false,
                                new Framing.Chunked(),
                                "",
                                "",
                                Optional.empty()));
    }

    @Test
    void trailersAreLimited() {
        InMemory in = new InMemory(Limits.SIZES, "0\r\n" + "t: x\r\n".repeat(1000));

        assertThat(in.body(new Framing.Chunked()))
                .isEqualTo(
                        new Body.Unfit(
                                new Answer.Refused(431, "trailers are longer than 1024 bytes", 0)));
    }

    @Test
    void aChunkLineIsLimited() {
        InMemory in = new InMemory(Limits.SIZES, "1;" + "x".repeat(1000));

        assertThat(in.body(new Framing.Chunked()))
                .isEqualTo(new Body.Unfit(new Answer.Refused(400, "chunk is malformed", 0)));
    }

    @Test
    void theBudgetIsHeldUntilTheRequestIsDoneAndOnlyForWhatArrived() {
        InMemory in = new InMemory(Limits.SIZES, "x".repeat(200));

        assertThat(in.body(new Framing.Exactly(4096))).isEqualTo(new Body.Cut());
        assertThat(in.held()).isEqualTo(256);
        in.done();
        assertThat(in.held()).isZero();
        InMemory small = new InMemory(Limits.SIZES, "x".repeat(64));
        assertThat(small.body(new Framing.Exactly(64)))
                .isEqualTo(new Body.Whole(Bytes.utf8("x".repeat(64))));
        assertThat(small.held()).isZero();
    }

    private static Heard head(String... lines) {
        return HeadText.read(List.of(lines));
    }

    private static Heard.Head get(String target, boolean keepOpen) {
        return new Heard.Head(
                "GET", target, keepOpen, false, new Framing.Exactly(0), "", "", Optional.empty());
    }
}
