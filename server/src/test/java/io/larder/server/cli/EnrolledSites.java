package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Headquarters with TLS, and boxes that come in by invitation.
final class EnrolledSites {
    private static final String CANTEEN = "5158181900025";

    private EnrolledSites() {}

    static RunningBox headquarters(Path data, int port, String... more) {
        List<String> sets =
                new ArrayList<>(
                        List.of(
                                "receive.port=" + port,
                                "receive.tls=true",
                                "console.port=" + FreePorts.next()));
        sets.addAll(Arrays.asList(more));
        return RunningBox.in(data, sets.toArray(String[]::new));
    }

    /// A box with a console that sends to `port`.
    static RunningBox site(Path data, int port, String invitation) {
        return RunningBox.in(data, up(port, invitation));
    }

    static String[] up(int port, String invitation) {
        return new String[] {
            "upstreams.headquarters.url=https://127.0.0.1:" + port,
            "upstreams.headquarters.token=" + invitation,
            "upstreams.headquarters.maxBackoffSeconds=1",
            "upstreams.headquarters.ordersSeconds=1",
            "console.port=" + FreePorts.next()
        };
    }

    static String invite(Path headquarters, Object... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of("boxes", "invite", "--data", headquarters, "--name", "Canteen"));
        words.addAll(Arrays.asList(more));
        Commands.Ended ended = Commands.run(words.toArray());
        assertThat(ended.err()).isEmpty();
        return ended.out().strip();
    }

    /// One purchase with this number.
    static void buys(RunningBox box, int number) {
        box.terminal().get("/iclock/cpos?SN=" + CANTEEN + "&options=all");
        assertThat(
                        box.terminal()
                                .post(
                                        "/iclock/cpos?SN="
                                                + CANTEEN
                                                + "&table=BUYLOG&StampId="
                                                + number,
                                        number
                                                + "\tC\t2018-11-02 10:16:58\t850\t8750\t"
                                                + number
                                                + "\t2\t2\t0\t1\t1\n")
                                .text())
                .startsWith("OK");
    }

    /// Waits for so many purchases; there are no more.
    static void awaitPurchases(RunningBox headquarters, int count) {
        headquarters.until(ledger -> RunningBox.rows(ledger, Kind.PURCHASE.word()).size() >= count);
        assertThat(headquarters.records(Kind.PURCHASE)).hasSize(count);
    }

    /// Waits until the box says this of itself.
    static void awaitShown(RunningBox box, String wanted) {
        String shown = "";
        for (int i = 0; i < 500 && !shown.contains(wanted); i++) {
            shown = Commands.run("show", "records", "--data", box.data()).out();
        }
        assertThat(shown).contains(wanted);
    }

    static String name(RunningBox box) {
        return box.store().journal().box();
    }
}
