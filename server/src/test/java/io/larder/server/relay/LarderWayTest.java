package io.larder.server.relay;

import io.larder.crypto.Secret;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class LarderWayTest extends WayContract {
    @Override
    FarEnd make(Path folder) {
        return new Larder(new LarderHeadquarters(folder));
    }

    private record Larder(LarderHeadquarters headquarters, HttpClient client) implements FarEnd {
        private static final LineLimits HASTY = new LineLimits(Duration.ofSeconds(1), 1 << 20);

        Larder(LarderHeadquarters headquarters) {
            this(headquarters, LarderUpstream.client());
        }

        @Override
        public Promise promise() {
            return Promise.ONCE;
        }

        @Override
        public boolean tellsRestoredCopies() {
            return true;
        }

        @Override
        public boolean showsRepeats() {
            return false;
        }

        @Override
        public void start() throws IOException {
            headquarters.start();
        }

        @Override
        public void kill() {
            headquarters.stop();
        }

        @Override
        public int port() {
            return headquarters.port();
        }

        @Override
        public Upstream upstream(int port) {
            return new LarderUpstream(
                    client,
                    URI.create("http://127.0.0.1:" + port),
                    Secret.of(Headquarters.TOKEN),
                    "larder/test",
                    HASTY);
        }

        @Override
        public List<String> seen() throws InterruptedException {
            return headquarters.records();
        }

        @Override
        public void close() {
            client.shutdownNow();
            headquarters.close();
        }
    }
}
