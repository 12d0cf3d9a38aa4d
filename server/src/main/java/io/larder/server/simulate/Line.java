package io.larder.server.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// A TCP line that can fail: listens on a loopback port and forwards to another one.
///
/// - cut: connections are reset, new ones are accepted and reset at once, so that the port stays
///   its own;
/// - mute: bytes vanish and nobody is told, as behind a router that lost its memory. What was said
///   on such a connection is gone for good, also when the line is healed.
public final class Line implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Connection> connections = new HashSet<>();
    private final LongAdder bytes = new LongAdder();
    private int target;
    private State state = State.UP;

    /// So many bytes go through before the line becomes [#then].
    private long fuse = Long.MAX_VALUE;

    /// Only what the target says burns the fuse.
    private boolean answersOnly;

    private State then = State.UP;

    /// Bytes a second; 0 is as fast as it goes.
    private volatile long pace;

    private enum State {
        UP,
        CUT,
        MUTE
    }

    private Line(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /// A line to `target` on this machine, at a free port.
    public static Line to(int target) throws IOException {
        return at(0, target);
    }

    /// The same at `port`; 0 is a free one.
    public static Line at(int port, int target) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
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
        become(State.CUT);
    }

    /// Lets everything vanish that is said on open connections, and on new ones until [#heal].
    public void mute() {
        become(State.MUTE);
    }

    /// Cuts the line after so many more bytes: in the middle of what is said then.
    public synchronized void cutAfter(long more) {
        light(more, State.CUT, false);
    }

    /// Cuts the line after so many more bytes of what the target says: it has done what was asked,
    /// and nobody hears of it.
    public synchronized void cutAnswersAfter(long more) {
        light(more, State.CUT, true);
    }

    /// Mutes the line after so many more bytes.
    public synchronized void muteAfter(long more) {
        light(more, State.MUTE, false);
    }

    private void light(long more, State next, boolean answers) {
        fuse = more;
        then = next;
        answersOnly = answers;
    }

    /// From now on each connection carries at most so many bytes a second in each direction.
    public void slow(long bytesPerSecond) {
        pace = bytesPerSecond;
    }

    /// New connections go through again.
    public synchronized void heal() {
        state = State.UP;
        fuse = Long.MAX_VALUE;
        answersOnly = false;
    }

    public synchronized boolean isCut() {
        return state != State.UP;
    }

    private void become(State next) {
        Set<Connection> open;
        synchronized (this) {
            state = next;
            fuse = Long.MAX_VALUE;
            open = Set.copyOf(connections);
        }
        open.forEach(connection -> connection.suffer(next));
    }

    /// How many of `n` bytes still go through.
    private synchronized int allowed(int n, boolean answer) {
        if (answersOnly && !answer) {
            return n;
        }
        int through = (int) Math.min(n, fuse);
        fuse -= fuse == Long.MAX_VALUE ? 0 : through;
        return through;
    }

    /// The fuse has burnt down, unless somebody healed the line meanwhile. What the one connection
    /// suffers that lost bytes in any case.
    private State blow() {
        State next;
        boolean all;
        synchronized (this) {
            next = then;
            all = fuse == 0;
        }
        if (all) {
            become(next);
        }
        return next;
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
            connection.suffer(admit(connection));
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

    private synchronized State admit(Connection connection) {
        connections.add(connection);
        return state;
    }

    private synchronized void leave(Connection connection) {
        connections.remove(connection);
    }

    /// Both ends of one forwarded connection.
    private final class Connection {
        final Socket near;
        final Socket far;
        private volatile boolean mute;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void suffer(State state) {
            switch (state) {
                case UP -> {}
                case CUT -> reset();
                case MUTE -> mute = true;
            }
        }

        /// Copies until the sender has no more to say, then says so to the receiver.
        void forward(Socket from, Socket to) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    int through = mute ? 0 : allowed(n, from.equals(far));
                    bytes.add(through);
                    out.write(buffer, 0, through);
                    rest(through, pace);
                    if (through < n && !mute) {
                        suffer(blow());
                    }
                }
                if (!mute) {
                    to.shutdownOutput();
                }
            } catch (IOException _) {
                reset();
            }
        }

        /// As long as so many bytes are on a slow line.
        private static void rest(int bytes, long pace) throws IOException {
            if (pace > 0) {
                try {
                    Thread.sleep(Duration.ofNanos(bytes * 1_000_000_000L / pace));
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
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
