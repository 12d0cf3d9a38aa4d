package io.larder.server.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/// Asks terminals to poll at once: one datagram with the five bytes `R-CMD`. Best effort: a
/// terminal that does not get it polls at its usual time. Source: PROTOCOL.md 3.7.
public final class WakeUp implements AutoCloseable {
    /// Where terminals listen.
    public static final int PORT = 4374;

    private static final byte[] WORDS = "R-CMD".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final DatagramChannel channel;
    private final LongAdder failures = new LongAdder();

    private WakeUp(int port, DatagramChannel channel) {
        this.port = port;
        this.channel = channel;
    }

    /// Opens the one socket that all datagrams leave from; `port` is usually [#PORT].
    public static WakeUp open(int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            // Never waits for room, and an interrupt of the caller does not close it for all.
            channel.configureBlocking(false);
            return new WakeUp(port, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Wakes the terminal at `peer`, the text of an IPv4 or IPv6 address. Never looks up a name,
    /// never waits, never throws: what goes wrong is counted.
    public void wake(String peer) {
        try {
            InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral(peer), port);
            if (channel.send(ByteBuffer.wrap(WORDS), to) != WORDS.length) {
                failures.increment();
            }
        } catch (IOException | RuntimeException _) {
            failures.increment();
        }
    }

    /// Datagrams that could not even be sent.
    public long failures() {
        return failures.sum();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
