package io.larder.bench;

import io.larder.server.simulate.Latencies;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One terminal that sends as fast as it is answered, with as little work of its own as possible:
/// it must not take the cores from the box it measures.
final class Sender {
    private static final byte[] STATUS = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER_MILLIS = 10_000;
    private static final int PATIENCE_MILLIS = 2;

    private final int port;
    private final int number;
    private final Mix mix;
    private final Template template;
    private final Acknowledged acknowledged;
    private final byte[] answer = new byte[4_096];
    private @Nullable Socket open;

    Sender(int port, int number, Mix mix, Acknowledged acknowledged) {
        this.port = port;
        this.number = number;
        this.mix = mix;
        this.acknowledged = acknowledged;
        this.template = new Template(Acknowledged.serial(number), mix.rows(), mix.keepAlive());
    }

    /// Sends until `deadline` (`System.nanoTime`) or until all senders together have sent
    /// `rowLimit` rows.
    void run(long deadline, LongAdder done, LongAdder failed, Latencies latencies, long rowLimit)
            throws InterruptedException {
        long requestLimit = Math.max(rowLimit / mix.rows() / mix.connections(), 1);
        for (long i = 0; i < requestLimit && System.nanoTime() < deadline; ) {
            long began = System.nanoTime();
            if (send()) {
                latencies.record(System.nanoTime() - began);
                acknowledged.advance(number, mix.rows());
                done.increment();
                i++;
            } else {
                failed.increment();
                close();
                Thread.sleep(PATIENCE_MILLIS);
            }
        }
        close();
    }

    private boolean send() {
        try {
            Socket socket = open == null ? connect() : open;
            socket.getOutputStream().write(template.from(acknowledged.through(number) + 1));
            boolean ok = mix.keepAlive() ? readOk(socket) : readToEnd(socket);
            if (!mix.keepAlive()) {
                close();
            }
            return ok;
        } catch (IOException _) {
            return false; // counted by the caller, and sent again
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        open = socket;
        return socket;
    }

    private boolean readOk(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int length = 0;
        while (length < answer.length) {
            int n = in.read(answer, length, answer.length - length);
            if (n < 0) {
                return false;
            }
            length += n;
            if (length >= STATUS.length && !is(STATUS, 0)) {
                return false;
            }
            if (length >= END.length && is(END, length - END.length)) {
                return true;
            }
        }
        return false;
    }

    /// Real terminals read to the end of the connection: a box that does not close makes them wait.
    private boolean readToEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int length = in.readNBytes(answer, 0, answer.length);
        return length > STATUS.length + END.length && is(STATUS, 0) && is(END, length - END.length);
    }

    private boolean is(byte[] wanted, int at) {
        for (int i = 0; i < wanted.length; i++) {
            if (answer[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void close() {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException _) {
            // the next request opens another one
        }
        open = null;
    }
}
