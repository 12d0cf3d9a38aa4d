package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PassageTest {
    private static final Passage BEST =
            new Passage(
                    List.of("/best", "/v3/"),
                    Optional.of(
                            Http1ConnectionSelector.builder().config(Http1Config.create()).build()),
                    server ->
                            server.routing(
                                    HttpRouting.builder()
                                            .get("/best", (_, answer) -> answer.send("helidon"))));

    @Test
    void theFirstBytesDecide() {
        assertThat(BEST.judge("GET /best?x")).isEqualTo(Passage.Verdict.THEIRS);
        assertThat(BEST.judge("GET /v3/a")).isEqualTo(Passage.Verdict.THEIRS);
        assertThat(BEST.judge("GET /v")).isEqualTo(Passage.Verdict.OPEN);
        assertThat(BEST.judge("G")).isEqualTo(Passage.Verdict.OPEN);
        assertThat(BEST.judge("GET /iclock")).isEqualTo(Passage.Verdict.OURS);
        assertThat(BEST.judge("POST /best")).isEqualTo(Passage.Verdict.OURS);
        assertThat(BEST.judge("\r")).isEqualTo(Passage.Verdict.OURS);
        assertThat(Passage.none().judge("GET /best")).isEqualTo(Passage.Verdict.OURS);
    }

    @Test
    void theirTargetsAreAnsweredByHelidonAndOursByUsOnTheSamePort() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.patient(), FakeExchange.idle(), BEST);
                RawClient client = door.client()) {
            client.send("G").send("ET /be").send("st HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.reply().body()).isEqualTo("helidon");
            assertThat(door.exchange().asked()).isEmpty();

            assertThat(door.ask("GET /bes HTTP/1.1\r\n\r\n").body()).isEqualTo("OK");
            assertThat(door.exchange().onlyOne().path()).isEqualTo("/bes");
            assertThat(door.door().counts().connections()).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void aConnectionThatSaysTooLittleToBeJudgedIsClosedInTime() throws IOException {
        try (OpenDoor door = OpenDoor.with(Limits.shortHead(), FakeExchange.idle(), BEST);
                RawClient client = door.client()) {
            assertThat(client.send("GET /b").rest()).isEmpty();
            assertThat(door.exchange().asked()).isEmpty();
        }
    }
}
