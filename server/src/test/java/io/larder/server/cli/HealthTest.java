package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.json.Json;
import io.larder.server.service.FakeManager;
import io.larder.server.service.ServiceManager;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What whoever watches a box is told: probes, Prometheus, the service manager.
@Timeout(120)
class HealthTest {
    private static final String CANTEEN = "5158181900025";
    private static final String CLOCK = "0316144680030";

    @TempDir private Path data;
    private final int console = FreePorts.next();

    private RunningBox box(String... more) {
        List<String> sets = new ArrayList<>(List.of(more));
        sets.add("console.port=" + console);
        return RunningBox.in(data, sets.toArray(String[]::new));
    }

    private String get(String path) {
        return new RawTerminal(console).get(path).toString();
    }

    /// The value of each metric, with its labels.
    private Map<String, Double> metrics() {
        return new RawTerminal(console)
                .get("/metrics")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.lastIndexOf(' ')),
                                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)),
                                (one, other) -> {
                                    throw new AssertionError("twice");
                                },
                                TreeMap::new));
    }

    private static void uploads(RunningBox box) {
        box.terminal().get("/iclock/cpos?SN=" + CANTEEN + "&options=all");
        box.terminal()
                .post(
                        "/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=1",
                        "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t0\t1\t1\nno row\n");
        box.terminal()
                .post("/iclock/cdata?SN=" + CLOCK + "&table=ATTLOG", "1\t2020-01-01 08:00:00");
        box.awaitApplied();
    }

    @Test
    void metricsSayWhatTheBoxHasAndDid() {
        try (RunningBox box = box("upstreams.hq.url=http://127.0.0.1:1")) {
            uploads(box);
            box.terminal().get("/iclock/posrequest?SN=" + CANTEEN + "&PosLogRecId=3");
            Map<String, Double> found = metrics();

            assertThat(found)
                    .containsEntry("larder_ready", 1.0)
                    .containsEntry("larder_uploads_kept_total", 2.0)
                    .containsEntry("larder_quarantine_lines", 1.0)
                    .containsEntry("larder_journal_gaps", 0.0)
                    .containsEntry("larder_terminals{family=\"canteen\"}", 1.0)
                    .containsEntry("larder_terminals{family=\"attendance\"}", 1.0)
                    .containsEntry("larder_terminals{family=\"meeting\"}", 0.0)
                    .containsEntry("larder_terminals_silent", 0.0)
                    .containsEntry("larder_clock_trusted", 1.0)
                    .containsEntry("larder_upstream_up{upstream=\"hq\"}", 0.0)
                    .containsEntry(
                            "larder_journal_flush_seconds_bucket{le=\"+Inf\"}",
                            found.get("larder_journal_flush_seconds_count"))
                    .containsEntry("larder_journal_segments_wanted", 8.0)
                    .doesNotContainKey("larder_upstream_last_contact_seconds{upstream=\"hq\"}");
            assertThat(found.get("larder_journal_entries_total")).isBetween(3.0, lastSeq(box));
            assertThat(found.get("larder_ledger_lag_entries")).isLessThan(10);
            assertThat(found.get("larder_upstream_backlog_entries{upstream=\"hq\"}"))
                    .isBetween(3.0, lastSeq(box));
            assertThat(found.get("larder_journal_flush_seconds_count")).isPositive();
            assertThat(found.get("larder_journal_written_bytes_total")).isGreaterThan(4096);
            assertThat(found.get("larder_door_requests_total")).isGreaterThanOrEqualTo(4);
            assertThat(found.get("larder_heap_used_bytes")).isPositive();
        }
    }

    private static double lastSeq(RunningBox box) {
        return box.store().journal().lastSeq();
    }

    @Test
    void everyMetricIsDescribedOnceAndNamedAsIsUsualAndNamesNobody() {
        try (RunningBox box = box("upstreams.hq.url=http://127.0.0.1:1")) {
            uploads(box);
            String text = new RawTerminal(console).get("/metrics").text();
            Set<String> known = new HashSet<>();
            Map<String, String> types = new TreeMap<>();
            for (String line : text.lines().toList()) {
                String[] words = line.split("[ {]", 5);
                if (line.startsWith("# HELP ")) {
                    assertThat(known.add(words[2])).as(line).isTrue();
                    assertThat(line).endsWith(".");
                } else if (line.startsWith("# TYPE ")) {
                    types.put(words[2], words[3]);
                } else {
                    String name = words[0].replaceAll("_(bucket|sum|count)$", "");
                    assertThat(types).as(line).containsKey(name);
                    assertThat(name).matches("(larder|process)_[a-z_]+");
                    assertThat(name.endsWith("_total"))
                            .as(line)
                            .isEqualTo("counter".equals(types.get(name)));
                }
            }
            assertThat(known).isEqualTo(types.keySet()).hasSizeGreaterThan(30);
            assertThat(text).doesNotContain(CANTEEN, CLOCK, box.store().journal().box());
        }
    }

    @Test
    void metricsSayWhenTheFolderWasCheckedAndThatItIsNotWell() {
        try (RunningBox box = box()) {
            assertThat(metrics().keySet()).noneMatch(name -> name.startsWith("larder_last_run"));

            Runs.CHECK.done(data, new Runs.Last(Instant.ofEpochSecond(1_000), false, "rot"));

            assertThat(metrics())
                    .containsEntry("larder_last_run_timestamp_seconds{run=\"check\"}", 1_000.0)
                    .containsEntry("larder_last_run_well{run=\"check\"}", 0.0)
                    .doesNotContainKey("larder_last_run_well{run=\"backup\"}");
            assertThat(box.store().journal().failure()).isEmpty();
        }
    }

    @Test
    void aFullJournalIsNotReadyAndLivesAndSaysSoToTheServiceManager() throws Exception {
        String socket = "@larder/health/" + ProcessHandle.current().pid() + "/" + console;
        try (FakeManager manager = new FakeManager(socket);
                RunningBox box =
                        RunningBox.in(
                                data,
                                ServiceManager.of(
                                        Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "150000"),
                                        1),
                                "console.port=" + console,
                                "upstreams.hq.url=http://127.0.0.1:1")) {
            manager.await(lines -> lines.contains("READY=1"));
            manager.await(lines ->
                    lines.stream()
                            .anyMatch(line -> line.startsWith("STATUS=takes uploads; line to hq")));
            assertThat(get("/health/ready")).isEqualTo("200 {\"ready\":true}");
            String large = "1\t2020-01-01 08:00:00\t" + "x".repeat(100_000);
            String answer = "200";
            for (int i = 0; i < 100 && answer.startsWith("200"); i++) {
                answer =
                        box.terminal()
                                .post("/iclock/cdata?SN=" + CLOCK + "&table=ATTLOG", i + large)
                                .toString();
            }
            assertThat(answer).isEqualTo("503 the ring is full");
            assertThat(get("/health/ready")).isEqualTo("503 {\"why\":\"the ring is full\"}");
            assertThat(get("/health/live")).isEqualTo("200 {\"live\":true}");
            assertThat(metrics()).containsEntry("larder_ready", 0.0);
            manager.await(lines ->
                    lines.stream()
                            .anyMatch(line ->
                                    line.startsWith(
                                            "STATUS=does not take uploads: the ring is full;")));
            int before = manager.heard().size();
            manager.await(lines -> lines.subList(before, lines.size()).contains("WATCHDOG=1"));
        }
    }

    @Test
    void aBoxTellsTheServiceManagerThatItStopsBeforeItDoes() throws Exception {
        String socket = data.resolve("notify").toString();
        try (FakeManager manager = new FakeManager(socket)) {
            RunningBox box =
                    RunningBox.in(
                            data.resolve("data"),
                            ServiceManager.of(Map.of("NOTIFY_SOCKET", socket), 1));
            assertThat(manager.await(lines -> lines.contains("READY=1")))
                    .doesNotContain("WATCHDOG=1", "STOPPING=1");
            box.close();
            manager.await(lines -> lines.contains("STOPPING=1"));
        }
    }

    @Test
    void aBoxThatCannotStartSaysNeitherThatItIsReadyNorThatItStops() throws Exception {
        String socket = data.resolve("notify").toString();
        ServiceManager told = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket), 1);
        Path folder = Files.writeString(data.resolve("file"), "no folder");
        try (FakeManager manager = new FakeManager(socket)) {
            try {
                RunningBox.in(folder, told).close();
                throw new AssertionError("it started");
            } catch (UncheckedIOException expected) {
                assertThat(manager.heard()).doesNotContain("READY=1", "STOPPING=1");
            }
        }
    }

    @Test
    void fromAnotherMachineMetricsNeedAToken() throws Exception {
        Optional<String> own = OwnAddress.toward("192.0.2.1");
        assumeTrue(own.isPresent(), "skipped, because this machine has no network");
        try (RunningBox _ = box("console.host=0.0.0.0", "console.tls=true")) {
            String token =
                    String.valueOf(
                            Json.read(Files.readString(data.resolve("console.json"))).get("token"));
            SSLContext trusting =
                    DoorParts.trusting(
                            TlsParts.find(data, Settings.read(null, Map.of(), List.of()))
                                    .orElseThrow());

            assertThat(from(own.get(), trusting, "none")).startsWith("401 ");
            assertThat(from(own.get(), trusting, token))
                    .startsWith("200 ")
                    .contains("larder_ready 1\n");
            assertThat(from("127.0.0.1", trusting, "none")).startsWith("200 ");
        }
    }

    private String from(String address, SSLContext trusting, String token) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("https://" + address + ":" + console + "/metrics"))
                        .header("Authorization", "Bearer " + token)
                        .build();
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting).build()) {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }
}
