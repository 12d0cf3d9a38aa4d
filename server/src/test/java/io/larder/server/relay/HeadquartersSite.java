package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Secret;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box, a line and a headquarters, whoever wrote the latter.
@Timeout(120)
abstract class HeadquartersSite {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final LineLimits LINE = new LineLimits(Duration.ofSeconds(5), 64 << 10);
    static final LineLimits HASTY = new LineLimits(Duration.ofMillis(150), 1 << 20);

    @TempDir Path folder;
    Headquarters headquarters;
    CuttableLine line;
    HttpClient client;
    SmallBox box;

    abstract Headquarters make(Path folder);

    @BeforeEach
    void open() throws IOException {
        headquarters = make(folder);
        headquarters.start();
        line = new CuttableLine(() -> headquarters.port());
        client = LarderUpstream.client();
        box = new SmallBox(folder.resolve("box"));
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        client.shutdownNow();
        line.close();
        headquarters.close();
    }

    Upstream upstream(LineLimits limits, String token) {
        return new LarderUpstream(
                client,
                URI.create("http://127.0.0.1:" + line.port()),
                Secret.of(token),
                "larder/test",
                limits);
    }

    Relay relay() throws IOException {
        return box.relay(upstream(LINE, Headquarters.TOKEN));
    }

    void until(Relay relay, Predicate<RelayState> wanted) throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    void proveAllThereOnce() throws InterruptedException {
        box.drained();
        assertThat(headquarters.records()).isEqualTo(box.records());
    }
}
