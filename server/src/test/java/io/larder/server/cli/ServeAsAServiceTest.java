package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.service.FakeManager;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `larder serve` in a process of its own, with what systemd puts into its environment.
@Timeout(120)
class ServeAsAServiceTest {
    private static final int TERMINATED = 143;

    @TempDir private Path folder;

    private Process serve(Path log, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.addAll(List.of("io.larder.server.cli.Main", "serve"));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        for (String setting :
                List.of(
                        "terminal.host=127.0.0.1",
                        "terminal.port=" + FreePorts.next(),
                        "console.port=0",
                        "journal.segments=4",
                        "journal.segmentBytes=262144",
                        "terminal.maxBodyBytes=65536",
                        "upstreams.hq.url=http://127.0.0.1:1")) {
            command.addAll(List.of("--set", setting));
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.redirectError(log.toFile()).start();
    }

    @Test
    void theServiceManagerHearsOfItsLifeAndTheJournalOfItsTroubles() throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        String stream =
                Files.getAttribute(log, "unix:dev") + ":" + Files.getAttribute(log, "unix:ino");
        String socket = folder.resolve("notify").toString();
        try (FakeManager manager = new FakeManager(socket)) {
            Process process =
                    serve(
                            log,
                            Map.of(
                                    "NOTIFY_SOCKET",
                                    socket,
                                    "WATCHDOG_USEC",
                                    "600000",
                                    "JOURNAL_STREAM",
                                    stream));
            try {
                manager.await(lines ->
                        lines.contains("READY=1")
                                && lines.stream().filter("WATCHDOG=1"::equals).count() > 2
                                && lines.stream().anyMatch(line -> line.contains("line to hq")));
            } finally {
                process.destroy();
            }
            assertThat(process.waitFor()).isEqualTo(TERMINATED);
            assertThat(manager.heard())
                    .containsOnlyOnce("READY=1")
                    .containsSubsequence("READY=1", "STOPPING=1");
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(lines)
                .allMatch(line -> line.matches("<[3-7]>[\\w.]+: .*"))
                .anyMatch(line -> line.startsWith("<4>relay.Relay: relay hq: down: "));
    }

    @Test
    void whatKeepsItFromStartingIsAnErrorOfTheJournal() throws Exception {
        Path log = Files.createFile(folder.resolve("log"));
        String stream =
                Files.getAttribute(log, "unix:dev") + ":" + Files.getAttribute(log, "unix:ino");
        Files.writeString(folder.resolve("data"), "no folder");
        Process process = serve(log, Map.of("JOURNAL_STREAM", stream));

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readAllLines(log)).allMatch(line -> line.startsWith("<3>larder: "));
    }
}
