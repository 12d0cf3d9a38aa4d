package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallerTest {
    private static final byte[] REQUEST = "x".getBytes(StandardCharsets.US_ASCII);

    @Test
    void answersAreReadOneAfterTheOtherAndAnEndIsNone() throws Exception {
        try (ServerSocket box = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Caller caller = new Caller(box.getLocalPort(), "127.0.0.2")) {
            FutureTask<Boolean> answering = new FutureTask<>(() -> answerTwice(box));
            Thread.ofVirtual().start(answering);
            assertThat(caller.ask(REQUEST, 3)).isEqualTo(new Caller.Said(200, 0));
            assertThat(caller.ask(REQUEST, 3)).isEqualTo(new Caller.Said(503, 5));
            assertThat(caller.ask(REQUEST, 0)).isEqualTo(Caller.Said.NOTHING);
            assertThat(answering.get()).isTrue();
        }
    }

    private static boolean answerTwice(ServerSocket box) throws IOException {
        try (Socket socket = box.accept()) {
            say(socket, 4, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
            say(socket, 4, "HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 1\r\n\r\nx");
        }
        return true;
    }

    /// Answers a request of so many bytes.
    private static void say(Socket socket, int bytes, String answer) throws IOException {
        assertThat(socket.getInputStream().readNBytes(bytes)).hasSize(bytes);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }
}
