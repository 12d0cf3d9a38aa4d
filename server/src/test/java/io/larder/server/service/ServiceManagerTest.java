package io.larder.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
    private static final long PID = 4711;

    @TempDir private Path folder;

    private static ServiceManager at(String socket) {
        return ServiceManager.of(Map.of("NOTIFY_SOCKET", socket), PID);
    }

    @Test
    void whatIsToldArrivesAtASocketInAFolder() throws Exception {
        String path = folder.resolve("notify").toString();
        try (FakeManager heard = new FakeManager(path)) {
            assertThat(at(path).tell("READY=1\nSTATUS=takes uploads – 好")).isTrue();

            assertThat(heard.await(lines -> lines.size() == 2))
                    .containsExactly("READY=1", "STATUS=takes uploads – 好");
        }
    }

    @Test
    void whatIsToldArrivesAtASocketThatIsInNoFolder() throws Exception {
        String name = "@larder/test/" + ProcessHandle.current().pid() + "/" + System.nanoTime();
        try (FakeManager heard = new FakeManager(name)) {
            assertThat(at(name).tell("WATCHDOG=1")).isTrue();

            assertThat(heard.await(lines -> !lines.isEmpty())).containsExactly("WATCHDOG=1");
        }
    }

    @Test
    void aSocketThatTakesNothingIsNoReasonNotToGoOn() throws Exception {
        ServiceManager gone = at(folder.resolve("gone").toString());
        assertThat(gone.tell("READY=1")).isFalse();
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(at(file.toString()).tell("READY=1")).isFalse();
        assertThat(at("/" + "x".repeat(200)).tell("READY=1")).isTrue();
        assertThat(at("tcp:host").tell("READY=1")).isTrue();

        try (FakeManager heard = new FakeManager(folder.resolve("gone").toString())) {
            assertThat(gone.tell("READY=1")).isTrue();
            assertThat(heard.await(lines -> !lines.isEmpty())).containsExactly("READY=1");
        }
    }

    @Test
    void aSocketThatNobodyReadsFromHoldsNobodyUp() throws Exception {
        String path = folder.resolve("full").toString();
        String much = "STATUS=" + "x".repeat(3000);
        try (Closeable _ = FakeManager.deaf(path)) {
            ServiceManager manager = at(path);
            boolean told = true;
            for (int i = 0; i < 10_000 && told; i++) {
                told = manager.tell(much);
            }
            assertThat(told).isFalse();
        }
    }

    @Test
    void aBoxThatWasStartedByHandTellsNobody() {
        ServiceManager nobody = ServiceManager.of(Map.of("WATCHDOG_USEC", "30000000"), PID);

        assertThat(nobody.tell("READY=1")).isTrue();
        assertThat(nobody.watchdog()).isEmpty();
    }

    @Test
    void theWatchdogIsOfThisProcessOnly() {
        assertThat(watchdog("30000000", "4711")).isEqualTo(Duration.ofSeconds(30));
        assertThat(watchdog("30000000", "")).isEqualTo(Duration.ofSeconds(30));
        assertThat(watchdog("30000000", "4712")).isEqualTo(Duration.ZERO);
        assertThat(watchdog("", "4711")).isEqualTo(Duration.ZERO);
        assertThat(watchdog("0", "4711")).isEqualTo(Duration.ZERO);
        assertThat(watchdog("soon", "4711")).isEqualTo(Duration.ZERO);
    }

    private static Duration watchdog(String micros, String pid) {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", micros, "WATCHDOG_PID", pid);
        return ServiceManager.of(environment, PID).watchdog().orElse(Duration.ZERO);
    }
}
