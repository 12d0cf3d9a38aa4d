package io.larder.server.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ServiceLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final ServiceLog log = new ServiceLog(new PrintStream(bytes, true, UTF_8), nanos::get);

    private void say(Level level, String message, Object... parameters) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("io.larder.server.relay.Relay");
        record.setParameters(parameters);
        log.publish(record);
    }

    private List<String> lines() {
        return bytes.toString(UTF_8).lines().toList();
    }

    @Test
    void eachLineSaysHowGraveItIsAndWhoSaysIt() {
        say(Level.SEVERE, "relay {0}: {1}", "hq", "a defect");
        say(Level.WARNING, "relay {0}: down", "hq");
        say(Level.INFO, "relay {0}: up", "hq");
        say(Level.FINE, "turn");

        assertThat(lines())
                .containsExactly(
                        "<3>relay.Relay: relay hq: a defect",
                        "<4>relay.Relay: relay hq: down",
                        "<6>relay.Relay: relay hq: up",
                        "<7>relay.Relay: turn");
    }

    @Test
    void anIncidentIsOneLineWhateverBelongsToIt() {
        LogRecord record = new LogRecord(Level.SEVERE, "a round failed:\n  twice");
        record.setLoggerName("io.helidon.Server");
        record.setThrown(
                new IllegalStateException("first\nline", new IOException("no space left")));
        log.publish(record);

        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst())
                .startsWith(
                        "<3>io.helidon.Server: a round failed: | twice;"
                                + " java.lang.IllegalStateException: first | line at io.larder.")
                .contains("; because of java.io.IOException: no space left at io.larder.");
    }

    @Test
    void theSameLineComesThreeTimesAnHour() {
        for (int i = 0; i < 3600; i++) {
            say(Level.WARNING, "relay hq: down: refused");
            say(Level.INFO, "relay hq: up");
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(lines()).hasSize(6);
        say(Level.WARNING, "relay hq: down: refused");
        assertThat(lines()).hasSize(7);
        assertThat(lines().getLast())
                .isEqualTo("<4>relay.Relay: relay hq: down: refused (and 3597 times before)");
    }
}
