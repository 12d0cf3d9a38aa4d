package io.larder.server.relay.push;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The one connection of one terminal to the server, on a bare socket: a terminal's request line
/// may hold what no HTTP client sends. Each exchange has a time limit as a whole, after which the
/// connection is cut. For one thread at a time; only [#close] may come from another.
final class PushLine implements AutoCloseable {
    private final PushServer server;
    private final PushLimits limits;
    private final ScheduledExecutorService watch;
    private final LongAdder carried;
    private @Nullable Connection open;
    private boolean closed;

    private record Connection(Socket bare, Socket socket, InputStream in) {
        void cut() {
            try {
                // Below TLS, whose own end would wait for the other side.
                bare.close();
            } catch (IOException e) {
                // it is of no use either way
            }
        }
    }

    /// `watch` cuts what takes too long, `carried` counts bytes both ways.
    PushLine(
            PushServer server,
            PushLimits limits,
            ScheduledExecutorService watch,
            LongAdder carried) {
        this.carried = carried;
        this.server = server;
        this.limits = limits;
        this.watch = watch;
    }

    /// Sends `ask` and waits for the whole answer. What fails on a connection that was kept, before
    /// a byte of the answer, is sent once more on a new one: servers close what is idle.
    Heard exchange(Ask ask) throws IOException {
        Connection kept = current();
        if (kept == null) {
            return exchange(ask, connect());
        }
        try {
            return exchange(ask, kept);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return exchange(ask, connect());
        }
    }

    private Heard exchange(Ask ask, Connection connection) throws IOException {
        Duration allowed = limits.allowedFor(ask.body().length());
        boolean[] late = new boolean[1];
        ScheduledFuture<?> deadline =
                watch.schedule(
                        () -> {
                            late[0] = true;
                            connection.cut();
                        },
                        allowed.toMillis(),
                        TimeUnit.MILLISECONDS);
        boolean whole = false;
        AnswerReader reader = new AnswerReader(connection.in());
        byte[] wire = ask.wire(server.authority());
        try {
            connection.socket().getOutputStream().write(wire);
            Heard heard = reader.read();
            whole = !reader.isLast();
            return heard;
        } catch (IOException e) {
            throw late[0]
                    ? new SocketTimeoutException("no answer within " + allowed.toMillis() + " ms")
                    : e;
        } finally {
            deadline.cancel(false);
            carried.add(wire.length + reader.bytes());
            if (!whole) {
                drop(connection);
            }
        }
    }

    private Connection connect() throws IOException {
        Socket bare = new Socket();
        Connection connection = null;
        try {
            bare.setTcpNoDelay(true);
            InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
            if (address.isUnresolved()) {
                throw new UnknownHostException("no address is known of " + server.host());
            }
            bare.connect(address, (int) PushLimits.CONNECT.toMillis());
            Socket socket = server.tls().isPresent() ? sealed(bare) : bare;
            connection =
                    new Connection(
                            bare, socket, new BufferedInputStream(socket.getInputStream(), 2048));
            keep(connection);
            return connection;
        } catch (IOException | RuntimeException e) {
            bare.close();
            throw e;
        }
    }

    private Socket sealed(Socket bare) throws IOException {
        bare.setSoTimeout((int) limits.answer().toMillis());
        SSLSocket socket =
                (SSLSocket)
                        server.tls()
                                .orElseThrow()
                                .getSocketFactory()
                                .createSocket(bare, server.host(), server.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        bare.setSoTimeout(0);
        return socket;
    }

    private synchronized @Nullable Connection current() {
        return open;
    }

    private synchronized void keep(Connection connection) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        open = connection;
    }

    private synchronized void drop(Connection connection) {
        if (connection.equals(open)) {
            open = null;
        }
        connection.cut();
    }

    /// Cuts what is under way; exchanges that come later fail.
    @Override
    public synchronized void close() {
        closed = true;
        if (open != null) {
            open.cut();
            open = null;
        }
    }
}
