package io.larder.server.relay;

import io.larder.server.record.Upload;
import io.larder.server.relay.push.PushLimits;
import io.larder.server.relay.push.PushServer;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.PushUpstream;
import io.larder.server.relay.push.StrictPushServer;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class PushWayTest extends WayContract {
    @Override
    FarEnd make(Path folder) {
        return new PushEnd(new StrictPushServer());
    }

    /// The rows of the one terminal, which names itself nowhere.
    private record PushEnd(StrictPushServer server) implements FarEnd {
        private static final String NOBODY = "";
        private static final PushLimits HASTY =
                new PushLimits(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(1),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10));

        @Override
        public Promise promise() {
            return Promise.AT_LEAST_ONCE;
        }

        @Override
        public boolean tellsRestoredCopies() {
            return false;
        }

        @Override
        public void start() throws IOException {
            server.startAnywhere();
        }

        @Override
        public void kill() {
            server.stop();
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public Upstream upstream(int port) {
            throw new IllegalStateException("it reads the journal of a box");
        }

        @Override
        public Upstream upstream(SmallBox box, int port) throws IOException {
            PushServer at = new PushServer("127.0.0.1", port, Optional.empty());
            return PushUpstream.open(
                    "hq", box.box, PushSettings.all(at), HASTY, box.folder().resolve("places"));
        }

        @Override
        public List<String> seen() {
            return server.arrivals(NOBODY);
        }

        @Override
        public List<String> expected(SmallBox box) throws IOException {
            List<String> rows = new ArrayList<>();
            for (long seq = 1; seq <= box.store.journal().lastSeq(); seq++) {
                Entry entry = box.store.journal().entry(seq).orElseThrow();
                if (entry.kind() == EntryKind.UPLOAD) {
                    rows.addAll(Upload.read(entry.payload()).body().asLatin1().lines().toList());
                }
            }
            return rows;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
