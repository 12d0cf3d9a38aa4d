package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.relay.push.StrictPushServer;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.TerminalClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box between terminals and a server of their own protocol: neither notices.
@Timeout(120)
class PushBetweenTest {
    private static final String CANTEEN = "5158181900025";
    private static final String CLOCK = "0316144680030";
    private static final int UPLOADS = 20;

    @TempDir Path folder;

    @Test
    void theServerHearsTheSameWithABoxInBetweenAsWithoutOne() throws Exception {
        try (StrictPushServer straight = server();
                StrictPushServer behind = server();
                RunningBox box =
                        RunningBox.in(
                                folder,
                                "upstreams.push.kind=push",
                                "upstreams.push.url=http://127.0.0.1:" + behind.port(),
                                "upstreams.push.ordersSeconds=1",
                                "upstreams.push.maxBackoffSeconds=1")) {
            live(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), straight.port()),
                    straight);
            live(box.door(), behind);
            for (String serial : List.of(CANTEEN, CLOCK)) {
                int uploads = straight.uploads(serial).size();
                behind.until("all came", it -> it.uploads(serial).size() >= uploads);
                assertThat(behind.hello(serial)).isEqualTo(straight.hello(serial));
                assertThat(behind.uploads(serial)).isEqualTo(straight.uploads(serial));
                assertThat(behind.rows(serial)).isEqualTo(straight.rows(serial));
                assertThat(behind.replies(serial))
                        .containsExactlyElementsOf(straight.replies(serial));
            }
            assertThat(straight.violations()).isEmpty();
            assertThat(behind.violations()).isEmpty();
        }
    }

    private static StrictPushServer server() throws IOException {
        StrictPushServer server = new StrictPushServer().start();
        server.options("Delay=0\nErrorDelay=1\nTransFlag=1111111111\nRealtime=1\nEncrypt=0\n", 0);
        server.command(CANTEEN, "4711", "UPDATE PRESSKEY KeyID=3\tPrice=850");
        server.command(CLOCK, "17", "INFO");
        return server;
    }

    /// What two terminals do whoever is at the other end; `server` is where their replies end up.
    private static void live(InetSocketAddress at, StrictPushServer server) throws IOException {
        try (TerminalClient canteen = new TerminalClient(at, false);
                TerminalClient clock = new TerminalClient(at, false)) {
            told(
                    canteen,
                    "/iclock/cpos?SN="
                            + CANTEEN
                            + "&options=all&fireVer=Ver_2020.0.0.2-20181011&build=0001&language=83"
                            + "&devicename=CM102&device_type=30&IsConsumeFunType=3&pushver=2.3.0");
            told(clock, "/iclock/cdata?SN=" + CLOCK + "&options=all&pushver=2.2.14&language=83");
            for (int i = 1; i <= UPLOADS; i++) {
                said(
                        canteen,
                        "/iclock/cpos?SN="
                                + CANTEEN
                                + "&table=BUYLOG&Stamp=2018-12-20T17:20:13+08:00&StampId="
                                + i,
                        "1\t100023\t2018-12-20 17:20:13\t1250\t8750\t42\t2\t2\t2018-12-20\t"
                                + i
                                + "\t1\n");
                said(
                        clock,
                        "/iclock/cdata?SN=" + CLOCK + "&table=ATTLOG&Stamp=9999",
                        i + "\t2026-03-01 08:00:00\t0\t1\n");
            }
            obey(
                    canteen,
                    "/iclock/posrequest?SN=" + CANTEEN,
                    "/iclock/posdevicecmd?SN=" + CANTEEN,
                    () -> !server.replies(CANTEEN).isEmpty());
            obey(
                    clock,
                    "/iclock/getrequest?SN=" + CLOCK,
                    "/iclock/devicecmd?SN=" + CLOCK,
                    () -> !server.replies(CLOCK).isEmpty());
        }
    }

    private static void told(TerminalClient terminal, String target) throws IOException {
        Heard heard = terminal.call(Call.get(target));
        while (heard.status() == 503) {
            heard = terminal.call(Call.get(target));
        }
        assertThat(heard.body()).startsWith("GET OPTION FROM: ");
    }

    private static void said(TerminalClient terminal, String target, String body)
            throws IOException {
        Call call = Call.post(target, Bytes.utf8(body));
        Heard heard = terminal.call(call);
        while (heard.status() == 503) {
            heard = terminal.call(call);
        }
        assertThat(heard.isOk()).as("%s", heard).isTrue();
    }

    /// Polls and carries out what it is told, until `server` has a reply. A box has commands of its
    /// own, too.
    private static void obey(
            TerminalClient terminal, String poll, String reply, BooleanSupplier replied)
            throws IOException {
        while (!replied.getAsBoolean()) {
            Heard heard = terminal.call(Call.get(poll));
            for (String line : heard.body().lines().toList()) {
                if (line.startsWith("C:")) {
                    String[] command = line.split(":", 3);
                    String word = command[2].split(" ", 2)[0];
                    said(terminal, reply, "ID=" + command[1] + "&Return=0&CMD=" + word + "\n");
                }
            }
        }
    }
}
