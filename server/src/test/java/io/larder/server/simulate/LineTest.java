package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineTest {
    private static final Call POLL = Call.get("/iclock/getrequest?SN=1");

    @Test
    void bytesGoThroughBothWaysAndAreCounted() throws Exception {
        try (ScriptedBox box = new ScriptedBox();
                Line line = Line.to(box.port())) {
            assertThat(call(line)).isEqualTo(new Heard(200, "OK"));
            int asked = box.requests().getFirst().length();
            int answered = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK".length();
            assertThat(line.bytes()).isEqualTo(asked + answered);
        }
    }

    @Test
    void aCutResetsWhatIsOpen() throws Exception {
        try (ServerSocket far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Line line = Line.to(far.getLocalPort());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), line.port());
                Socket accepted = far.accept()) {
            near.getOutputStream().write('x');
            assertThat(accepted.getInputStream().read()).isEqualTo('x');

            line.cut();

            assertThatThrownBy(() -> near.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aCutLineRefusesUntilItIsHealed() throws Exception {
        try (ScriptedBox box = new ScriptedBox();
                Line line = Line.to(box.port())) {
            line.cut();
            assertThat(line.isCut()).isTrue();
            assertThatThrownBy(() -> call(line)).isInstanceOf(IOException.class);
            assertThat(box.requests()).isEmpty();

            line.heal();
            assertThat(line.isCut()).isFalse();
            assertThat(call(line)).isEqualTo(new Heard(200, "OK"));
        }
    }

    @Test
    void aLineMayBeCutInTheMiddleOfWhatIsSaid() throws Exception {
        try (ServerSocket far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Line line = Line.to(far.getLocalPort());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), line.port());
                Socket accepted = far.accept()) {
            line.cutAfter(3);
            near.getOutputStream().write(new byte[] {1, 2, 3, 4, 5});

            assertThatThrownBy(() -> near.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(line.bytes()).isEqualTo(3);
            assertThat(line.isCut()).isTrue();
            assertThatThrownBy(() -> accepted.getInputStream().readNBytes(4))
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void onAMuteLineBytesVanishAndNobodyIsTold() throws Exception {
        try (ServerSocket far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Line line = Line.to(far.getLocalPort());
                Socket near = new Socket(InetAddress.getLoopbackAddress(), line.port());
                Socket accepted = far.accept()) {
            line.muteAfter(1);
            near.getOutputStream().write(new byte[] {1, 2});
            assertThat(accepted.getInputStream().read()).isEqualTo(1);
            accepted.getOutputStream().write(9);
            near.setSoTimeout(200);
            assertThatThrownBy(() -> near.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);

            line.heal();

            near.getOutputStream().write(3);
            accepted.setSoTimeout(200);
            assertThatThrownBy(() -> accepted.getInputStream().read())
                    .as("what was connected stays mute")
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(line.isCut()).isFalse();
        }
    }

    @Test
    void theTargetMayMoveToAnotherPort() throws Exception {
        try (ScriptedBox before = new ScriptedBox();
                ScriptedBox after = new ScriptedBox();
                Line line = Line.to(before.port())) {
            call(line);
            line.target(after.port());
            call(line);

            assertThat(before.requests()).hasSize(1);
            assertThat(after.requests()).hasSize(1);
        }
    }

    @Test
    void aTargetThatIsGoneLooksLikeAReset() throws Exception {
        ScriptedBox gone = new ScriptedBox();
        gone.close();
        try (Line line = Line.to(gone.port())) {
            assertThatThrownBy(() -> call(line)).isInstanceOf(IOException.class);
        }
    }

    private static Heard call(Line line) throws IOException {
        InetSocketAddress near = InetSocketAddress.createUnresolved("127.0.0.1", line.port());
        try (TerminalClient client = new TerminalClient(near, false)) {
            return client.call(POLL);
        }
    }
}
