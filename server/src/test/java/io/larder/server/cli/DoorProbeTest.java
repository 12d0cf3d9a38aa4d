package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.storage.Pulse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DoorProbeTest {
    private static final String IDENTITY = "/upstream/v1/identity";

    @TempDir private Path data;

    private static void awaitAnswer(DoorProbe.Address address) throws IOException {
        try (DoorProbe probe = DoorProbe.start("test", address, () -> 0)) {
            while (probe.pulse().steps() == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private SSLContext trusting() throws IOException {
        Settings settings = Settings.read(null, Map.of(), List.of());
        return DoorParts.trusting(TlsParts.find(data, settings).orElseThrow());
    }

    private static DoorProbe.Address plain(int port, String path) {
        return new DoorProbe.Address("0.0.0.0", port, path, Optional.empty());
    }

    @Test
    void everyListenerOfABoxAnswersAKnock() throws IOException {
        int covered = FreePorts.next();
        int receiver = FreePorts.next();
        try (RunningBox box =
                RunningBox.in(
                        data,
                        "terminal.tlsPort=" + covered,
                        "receive.port=" + receiver,
                        "receive.token=sesame")) {
            awaitAnswer(plain(box.door().getPort(), DoorProbe.PATH));
            awaitAnswer(plain(receiver, IDENTITY));
            awaitAnswer(
                    new DoorProbe.Address(
                            "127.0.0.1", covered, DoorProbe.PATH, Optional.of(trusting())));
            assertThat(box.terminal().get(DoorProbe.PATH).toString()).isEqualTo("200 OK");
        }
    }

    @Test
    void aReceiverWithTlsAnswersAKnock() throws IOException {
        int receiver = FreePorts.next();
        try (RunningBox _ = RunningBox.in(data, "receive.port=" + receiver, "receive.tls=true")) {
            awaitAnswer(
                    new DoorProbe.Address(
                            "127.0.0.1", receiver, IDENTITY, Optional.of(trusting())));
        }
    }

    @Test
    void whoTakesAConnectionAndSaysNothingHasNotAnswered() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DoorProbe probe =
                    DoorProbe.start("test", plain(deaf.getLocalPort(), DoorProbe.PATH), () -> 0);
            deaf.accept().close();
            probe.close();
            assertThat(probe.pulse()).isEqualTo(Pulse.working(0));
        }
    }

    @Test
    void whatElseIsAnsweredThereIsASignOfLifeToo() throws IOException {
        try (DoorProbe probe = DoorProbe.start("test", plain(1, DoorProbe.PATH), () -> 7)) {
            assertThat(probe.pulse()).isEqualTo(Pulse.working(7));
        }
    }
}
