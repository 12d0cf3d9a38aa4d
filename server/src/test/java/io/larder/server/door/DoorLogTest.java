package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DoorLogTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RecordingLogger logger = new RecordingLogger();
    private final DoorLog log = new DoorLog(logger, nanos::get);

    @Test
    void aTerminalThatRepeatsItselfIsLoggedLessAndLess() {
        for (int i = 0; i < 185; i++) {
            log.refused(request("/iclock/xyz?SN=1&pwd=geheim" + i), 404, "no such path");
            nanos.addAndGet(1_000_000_000);
        }
        assertThat(logger.lines())
                .containsExactly(
                        "10.0.0.1 GET /iclock/xyz SN 1: 404 no such path",
                        "10.0.0.1 GET /iclock/xyz SN 1: 404 no such path (and 59 times before)",
                        "10.0.0.1 GET /iclock/xyz SN 1: 404 no such path (and 119 times before)");
    }

    @Test
    void aDayOfTheSameIsSomeThirtyLines() {
        for (int i = 0; i < 24 * 3600; i++) {
            log.refused(request("/iclock/xyz?SN=1"), 404, "no such path");
            nanos.addAndGet(1_000_000_000);
        }
        assertThat(logger.lines()).hasSizeBetween(24, 32);
    }

    @Test
    void anIncidentThatIsOverBeginsAnew() {
        for (int i = 0; i < 3; i++) {
            log.refused(request("/iclock/xyz?SN=1"), 404, "no such path");
            nanos.addAndGet(61_000_000_000L);
        }
        assertThat(logger.lines())
                .hasSize(3)
                .containsOnly("10.0.0.1 GET /iclock/xyz SN 1: 404 no such path");
    }

    @Test
    void whatTheBoxLacksIsOneIncidentForAllTerminals() {
        for (int i = 0; i < 500; i++) {
            log.refused(request("/iclock/cdata?SN=" + (1000 + i)), 503, "the ring is full");
        }
        nanos.addAndGet(60_000_000_000L);
        log.refused(request("/iclock/cdata?SN=7"), 503, "the ring is full");

        assertThat(logger.lines())
                .containsExactly(
                        "10.0.0.1 GET /iclock/cdata SN 1000: 503 the ring is full",
                        "10.0.0.1 GET /iclock/cdata SN 7: 503 the ring is full"
                                + " (and 499 times before)");
    }

    @Test
    void onlyRequestLinesWithAPathAreQuotedAndNeverTheirQuery() {
        log.refused("p", "GET http://h/a b?pwd=geheim HTTP/1.1", 431, "long");
        log.refused("p", "USER PIN=1\tPasswd=geheim", 400, "odd");

        assertThat(logger.lines())
                .containsExactly(
                        "p GET http://h/a b: 431 long", "p request line of 24 bytes: 400 odd");
    }

    @Test
    void aSenderCannotWriteLinesOfItsOwn() {
        log.refused(request("/a\u001B[2J\rb\u0085?SN=1\n2"), 404, "no\nwhere");
        log.refused(request("/" + "x".repeat(500)), 404, "long");

        assertThat(logger.lines())
                .containsExactly(
                        "10.0.0.1 GET /a?[2j?b? SN -: 404 no?where",
                        "10.0.0.1 GET /" + "x".repeat(199) + "… SN -: 404 long");
    }

    private static Wire.Request request(String target) {
        return Wire.Request.of("GET", target, Bytes.EMPTY, "10.0.0.1");
    }
}
