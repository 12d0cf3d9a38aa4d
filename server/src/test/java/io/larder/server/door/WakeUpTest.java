package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    @Test
    void fiveBytesArriveAtAnIpv4Address() throws IOException {
        try (DatagramSocket terminal = terminal("127.0.0.1");
                WakeUp wakeUp = WakeUp.open(terminal.getLocalPort())) {
            wakeUp.wake("127.0.0.1");
            wakeUp.wake("127.0.0.1");

            assertThat(heard(terminal)).isEqualTo("R-CMD from 127.0.0.1");
            assertThat(heard(terminal)).isEqualTo("R-CMD from 127.0.0.1");
            assertThat(wakeUp.failures()).isZero();
        }
    }

    @Test
    void fiveBytesArriveAtAnIpv6Address() throws IOException {
        assumeTrue(hasIpv6());
        try (DatagramSocket terminal = terminal("::1");
                WakeUp wakeUp = WakeUp.open(terminal.getLocalPort())) {
            for (String peer : new String[] {"::1", "0:0:0:0:0:0:0:1"}) {
                wakeUp.wake(peer);

                assertThat(heard(terminal)).isEqualTo("R-CMD from 0:0:0:0:0:0:0:1");
            }
            assertThat(wakeUp.failures()).isZero();
        }
    }

    @Test
    void whatIsNoAddressIsCountedAndNeverLookedUp() throws IOException {
        String[] noAddresses = {
            "", "?", "localhost", "terminal.invalid", "256.0.0.1", "fe80::1%nowhere", "::1::", "a b"
        };
        try (WakeUp wakeUp = WakeUp.open(WakeUp.PORT)) {
            for (String peer : noAddresses) {
                wakeUp.wake(peer);
            }
            assertThat(wakeUp.failures()).isEqualTo(noAddresses.length);
        }
    }

    @Test
    void whatTheMachineWillNotSendIsCounted() throws IOException {
        try (WakeUp wakeUp = WakeUp.open(WakeUp.PORT)) {
            wakeUp.wake("255.255.255.255");

            assertThat(wakeUp.failures()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedCallerSpoilsNothing() throws Exception {
        try (DatagramSocket terminal = terminal("127.0.0.1");
                WakeUp wakeUp = WakeUp.open(terminal.getLocalPort())) {
            Thread interrupted =
                    Thread.ofVirtual()
                            .start(() -> {
                                Thread.currentThread().interrupt();
                                wakeUp.wake("127.0.0.1");
                            });
            interrupted.join();
            wakeUp.wake("127.0.0.1");

            assertThat(heard(terminal)).isEqualTo("R-CMD from 127.0.0.1");
            assertThat(heard(terminal)).isEqualTo("R-CMD from 127.0.0.1");
            assertThat(wakeUp.failures()).isZero();
        }
    }

    @Test
    void afterClosingNothingIsSentAndNothingThrown() throws IOException {
        WakeUp wakeUp = WakeUp.open(WakeUp.PORT);
        wakeUp.close();
        wakeUp.wake("127.0.0.1");

        assertThat(wakeUp.failures()).isEqualTo(1);
    }

    private static DatagramSocket terminal(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String heard(DatagramSocket terminal) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        terminal.receive(packet);
        String words =
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        return words + " from " + packet.getAddress().getHostAddress();
    }

    private static boolean hasIpv6() throws IOException {
        try (DatagramSocket _ = terminal("::1")) {
            return true;
        } catch (SocketException _) {
            return false;
        }
    }
}
