package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MqttPartsTest {
    /// A broker throws out whoever comes under a name that somebody has.
    @Test
    void twoUpstreamsAtOneBrokerAreTwoClients(@TempDir Path folder) throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "mqtt://127.0.0.1:" + broker.getLocalPort();
            try (RunningBox _ =
                    RunningBox.in(
                            folder,
                            "upstreams.a.kind=mqtt",
                            "upstreams.a.url=" + url,
                            "upstreams.b.kind=mqtt",
                            "upstreams.b.url=" + url,
                            "upstreams.b.site=other")) {
                Set<String> clients = new TreeSet<>();
                while (clients.size() < 4) {
                    try (Socket socket = broker.accept()) {
                        clients.add(client(socket).replaceFirst("^larder-[0-9a-f]{16}", ""));
                    }
                }
                assertThat(clients).containsExactly("-a", "-a-orders", "-b", "-b-orders");
            }
        }
    }

    /// Under which name somebody connects: the first text behind the properties of his `CONNECT`.
    private static String client(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertThat(in.readUnsignedByte()).isEqualTo(0x10);
        number(in);
        assertThat(in.readUTF()).isEqualTo("MQTT");
        in.skipNBytes(4);
        in.skipNBytes(number(in));
        return in.readUTF();
    }

    /// Seven bits a byte, the lowest first.
    private static int number(DataInputStream in) throws IOException {
        int number = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            number |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return number;
            }
        }
    }
}
