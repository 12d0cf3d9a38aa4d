package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `larder upstream` with whole boxes.
@Timeout(120)
class UpstreamCommandTest {
    private static final String CANTEEN = "5158181900025";

    @TempDir private Path above;
    @TempDir private Path below;
    private final int port = FreePorts.next();
    private final int console = FreePorts.next();

    private RunningBox headquarters() {
        return RunningBox.in(above, "receive.port=" + port, "receive.token=sesame");
    }

    private RunningBox box(String... more) {
        String[] sets = java.util.Arrays.copyOf(more, more.length + 1);
        sets[more.length] = "console.port=" + console;
        return RunningBox.in(below, sets);
    }

    private RunningBox boxWithUpstream() {
        return box(
                "upstreams.hq.url=http://127.0.0.1:" + port,
                "upstreams.hq.token=sesame",
                "upstreams.hq.maxBackoffSeconds=1");
    }

    private static void buys(RunningBox box, int number) {
        box.terminal().get("/iclock/cpos?SN=" + CANTEEN + "&options=all");
        box.terminal()
                .post(
                        "/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=" + number,
                        "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t0\t" + number + "\t1\n");
    }

    private static void awaitPurchases(RunningBox box, long count) {
        box.until(ledger -> ledger.counts().getOrDefault("purchase", 0L) == count);
    }

    private Commands.Ended upstream(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "upstream";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--data";
        all[args.length + 2] = below;
        return Commands.run(all);
    }

    private Map<?, ?> only() {
        Object all =
                Json.read(upstream("list", "--json").out()).getOrDefault("upstreams", List.of());
        assertThat((List<?>) all).hasSize(1);
        return (Map<?, ?>) ((List<?>) all).getFirst();
    }

    @Test
    void anUpstreamIsPausedAndResumedAndSaysSo() {
        try (RunningBox headquarters = headquarters();
                RunningBox box = boxWithUpstream()) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            assertThat(upstream("pause", "hq"))
                    .isEqualTo(new Commands.Ended(0, "hq is paused\n", ""));
            box.restart();
            buys(box, 2);
            box.awaitApplied();
            Map<?, ?> paused = only();
            assertThat(upstream("resume", "hq").code()).isZero();
            awaitPurchases(headquarters, 2);

            assertThat(paused.get("state")).isIn("held", "down");
            assertThat(paused.get("entriesToSend")).isNotEqualTo(0L);
        }
    }

    @Test
    void rewindingSendsAgainAndHeadquartersDropsWhatItHas() {
        try (RunningBox headquarters = headquarters();
                RunningBox box = boxWithUpstream()) {
            buys(box, 1);
            buys(box, 2);
            awaitPurchases(headquarters, 2);
            assertThat(upstream("rewind", "hq", "--to", "1").out())
                    .isEqualTo("hq goes back to 1/0\n");
            buys(box, 3);
            awaitPurchases(headquarters, 3);

            assertThat(upstream("rewind", "hq", "--to", "100000").err()).contains("is ahead");
            assertThat(upstream("rewind", "hq", "--since", "soon").err()).contains("no day");
            assertThat(upstream("rewind", "hq").code()).isEqualTo(2);
            assertThat(upstream("rewind", "other", "--to", "1").err())
                    .contains("no upstream other, there are [hq]");
        }
    }

    @Test
    void withoutDeadLettersNothingCanBeSentAgain() {
        try (RunningBox headquarters = headquarters();
                RunningBox box = boxWithUpstream()) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);

            assertThat(upstream("dead-letters", "hq").out()).isEqualTo("no dead letters\n");
            assertThat(upstream("dead-letters", "hq", "--resend").err())
                    .contains("upstream hq has no dead letters");
        }
    }

    @Test
    void aBacklogStaysWhenItsUpstreamLeavesTheConfigurationUntilItIsForgotten() {
        try (RunningBox box = boxWithUpstream()) {
            buys(box, 1);
            box.awaitApplied();
        }
        try (RunningBox box = box()) {
            box.awaitApplied();
            assertThat(only().get("state")).isEqualTo("not configured");
            assertThat(upstream("forget", "hq").code()).isEqualTo(2);
            assertThat(upstream("forget", "hq", "--confirm").out())
                    .contains("are kept for hq no longer");
            assertThat(upstream("list").out()).isEqualTo("upstreams\n  none\n");
            assertThat(upstream("forget", "hq", "--confirm").err())
                    .contains("nothing waits for an upstream hq");
        }
        assertThat(upstream("list").out()).isEqualTo("upstreams\n  none\n");
    }

    @Test
    void aBacklogThatStayedGoesUpWhenTheUpstreamComesBack() {
        try (RunningBox box = boxWithUpstream()) {
            buys(box, 1);
            box.awaitApplied();
        }
        try (RunningBox box = box()) {
            buys(box, 2);
            box.awaitApplied();
        }
        try (RunningBox headquarters = headquarters();
                RunningBox _ = boxWithUpstream()) {
            awaitPurchases(headquarters, 2);
        }
    }

    @Test
    void metricsSayHowEachUpstreamIs() throws IOException, InterruptedException {
        try (RunningBox headquarters = headquarters();
                RunningBox box = boxWithUpstream();
                HttpClient client = HttpClient.newHttpClient()) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + "/metrics"))
                            .build();
            String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();

            assertThat(text)
                    .contains("larder_upstream_up{upstream=\"hq\"} 1\n")
                    .contains("larder_upstream_held{upstream=\"hq\"} 0\n")
                    .contains("larder_upstream_dead_letters{upstream=\"hq\"} 0\n")
                    .containsPattern("larder_upstream_bytes_total\\{upstream=\"hq\"} [1-9]");
        }
    }
}
