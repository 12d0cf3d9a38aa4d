package io.larder.server.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// A TCP line that can be cut: listens on a loopback port and forwards to another one. While it is
/// cut, connections are accepted and reset at once, so that the port stays its own.
public final class Line implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Connection> connections = new HashSet<>();
    private final LongAdder bytes = new LongAdder();
    private int target;
    private boolean cut;

    private Line(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// A line to `target` on this machine, at a free port.
    public static Line to(int target) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        Line line = new Line(listener, target);
        Thread.ofVirtual().name("line-" + listener.getLocalPort()).start(line::accept);
        return line;
    }

    /// Where to connect.
    public int port() {
        return listener.getLocalPort();
    }

    /// Later connections go to `port`; those that are open stay where they are.
    public synchronized void target(int port) {
        target = port;
    }

    /// Resets every open connection, and every new one until [#heal].
    public void cut() {
        Set<Connection> open;
        synchronized (this) {
            cut = true;
            open = Set.copyOf(connections);
        }
        open.forEach(Connection::reset);
    }

    /// New connections go through again.
    public synchronized void heal() {
        cut = false;
    }

    public synchronized boolean isCut() {
        return cut;
    }

    /// Bytes forwarded so far, both ways together.
    public long bytes() {
        return bytes.sum();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException _) {
                // closed: the loop ends; anything else: that one connection is lost, as on a line
            }
        }
    }

    private void connect(Socket near) {
        Connection connection = new Connection(near, new Socket());
        try {
            if (!admit(connection)) {
                connection.reset();
                return;
            }
            connection.far.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), target()));
            Thread back = Thread.ofVirtual().start(() -> connection.forward(connection.far, near));
            connection.forward(near, connection.far);
            back.join();
        } catch (IOException | InterruptedException _) {
            connection.reset();
        } finally {
            connection.close();
            leave(connection);
        }
    }

    private synchronized int target() {
        return target;
    }

    private synchronized boolean admit(Connection connection) {
        return !cut && connections.add(connection);
    }

    private synchronized void leave(Connection connection) {
        connections.remove(connection);
    }

    /// Both ends of one forwarded connection.
    private final class Connection {
        final Socket near;
        final Socket far;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        /// Copies until the sender has no more to say, then says so to the receiver.
        void forward(Socket from, Socket to) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    bytes.add(n);
                    out.write(buffer, 0, n);
                }
                to.shutdownOutput();
            } catch (IOException _) {
                reset();
            }
        }

        /// Closing with a linger time of zero makes the kernel send RST instead of FIN.
        void reset() {
            for (Socket socket : new Socket[] {near, far}) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (SocketException _) {
                    continue; // closed already
                }
                close(socket);
            }
        }

        void close() {
            close(near);
            close(far);
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException _) {
                // nothing left to do for a socket that does not even close
            }
        }
    }
}
