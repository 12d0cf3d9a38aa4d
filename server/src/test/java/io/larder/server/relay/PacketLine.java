package io.larder.server.relay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// A line to a broker that reads along, packet by packet, and cuts at one of them.
final class PacketLine implements AutoCloseable {
    /// Types of packets, as MQTT numbers them.
    static final int PUBLISH = 3;

    static final int PUBACK = 4;

    private final ServerSocket listening;
    private final IntSupplier target;
    private final Set<Socket> open = new HashSet<>();
    private int type;
    private int left = -1;
    private CompletableFuture<Void> hit = new CompletableFuture<>();
    private Runnable atHit = () -> {};

    PacketLine(IntSupplier target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// From now on `passing` packets of a type pass; the next is lost, and the line is cut for
    /// everybody after `then` was run.
    synchronized void cutAt(int packetType, int passing, Runnable then) {
        type = packetType;
        left = passing;
        atHit = then;
        hit = new CompletableFuture<>();
    }

    /// Waits for that.
    void untilCut() {
        CompletableFuture<Void> awaited;
        synchronized (this) {
            awaited = hit;
        }
        awaited.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Cuts what is connected, now; new connections are taken.
    void cut() {
        Set<Socket> all;
        synchronized (this) {
            all = Set.copyOf(open);
            open.clear();
        }
        all.forEach(PacketLine::shut);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Thread.ofVirtual().start(() -> connect(near));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            synchronized (this) {
                open.add(near);
                open.add(far);
            }
            Thread.ofVirtual().start(() -> pass(far, near));
            pass(near, far);
        } catch (IOException e) {
            shut(near);
        }
    }

    /// packet = type:4 flags:4 length:varint rest
    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(from.getInputStream()));
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                int first = in.readUnsignedByte();
                ByteArrayOutputStream packet = new ByteArrayOutputStream();
                packet.write(first);
                int length = 0;
                int shift = 0;
                int digit;
                do {
                    digit = in.readUnsignedByte();
                    packet.write(digit);
                    length |= (digit & 0x7f) << shift;
                    shift += 7;
                } while (digit > 0x7f);
                packet.write(in.readNBytes(length));
                if (isHit(first >> 4)) {
                    atHit.run();
                    cut();
                    hit.complete(null);
                    return;
                }
                out.write(packet.toByteArray());
            }
        } catch (IOException e) {
            // The other direction ends with it.
        }
    }

    private synchronized boolean isHit(int packetType) {
        return left >= 0 && packetType == type && left-- == 0;
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
