package io.larder.server.cli;

import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Optional;

/// The address of this machine as another one on its network knows it. Nothing is sent to find out.
final class OwnAddress {
    private static final int ANY_PORT = 9;

    private OwnAddress() {}

    /// For `peer`, an address in digits; empty when there is no way there.
    static Optional<String> toward(String peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.ofLiteral(peer), ANY_PORT);
            InetAddress own = socket.getLocalAddress();
            return own.isAnyLocalAddress() ? Optional.empty() : Optional.of(written(own));
        } catch (SocketException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Where a listener at `host` is reached on this machine.
    static String reached(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }

    private static String written(InetAddress address) {
        return address instanceof Inet6Address
                ? "[" + address.getHostAddress() + "]"
                : address.getHostAddress();
    }
}
