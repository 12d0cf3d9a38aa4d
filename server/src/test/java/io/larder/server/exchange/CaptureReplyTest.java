package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Replies;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Replies to commands as terminals sent them, whole.
class CaptureReplyTest {
    @Test
    void aBatchOfRepliesIsOneForEachLine() {
        assertThat(read("lines/devicecmd.txt"))
                .isEqualTo(
                        new Replies(
                                IntStream.rangeClosed(277, 284)
                                        .mapToObj(id -> plain(id, "DATA"))
                                        .toList(),
                                Bytes.EMPTY));
        assertThat(read("snippets/devicecmd-batched.txt"))
                .isEqualTo(
                        new Replies(
                                List.of(plain(1, "DATA"), plain(2, "DATA"), plain(3, "CHECK")),
                                Bytes.EMPTY));
    }

    @Test
    void theStateBehindAnInfoReplyIsKeptInOrder() {
        String name = "snippets/devicecmd-info-ack.txt";
        Map<String, String> state = new LinkedHashMap<>();
        state.put("~DeviceName", "SpeedFace-V5L");
        state.put("MAC", "00:17:61:13:20:21");
        state.put("TransactionCount", "0");
        state.put("~MaxAttLogCount", "20");
        state.put("UserCount", "4");
        state.put("~MaxUserCount", "100");
        state.put("FPVersion", "10");
        state.put("FaceVersion", "39");
        state.put("PvVersion", "12");
        state.put("FWVersion", "ZAM180-NF50VA-Ver3.4.9");
        state.put("PushVersion", "Ver 2.0.33S-20220623");

        Replies replies = read(name);

        assertThat(replies)
                .isEqualTo(
                        new Replies(
                                List.of(
                                        reply(
                                                "1786485203822",
                                                "INFO",
                                                state,
                                                Optional.empty(),
                                                Capture.file(name))),
                                Bytes.EMPTY));
        assertThat(replies.replies().getFirst().values().keySet())
                .containsExactlyElementsOf(state.keySet());
    }

    @Test
    void whatAShellCommandPrintedIsItsContent() {
        String name = "snippets/devicecmd-shell-v5l.txt";
        Bytes file = Capture.file(name);

        assertThat(read(name))
                .isEqualTo(
                        new Replies(
                                List.of(
                                        reply(
                                                "32",
                                                "Shell",
                                                Map.of(),
                                                Optional.of(
                                                        Bytes.latin1(
                                                                "Tue Mar 24 16:12:26 GMT 2026\n")),
                                                file)),
                                Bytes.EMPTY));
    }

    private static Replies read(String name) {
        return CommandReply.read(Capture.file(name));
    }

    private static CommandReply plain(int id, String command) {
        return reply(
                Integer.toString(id),
                command,
                Map.of(),
                Optional.empty(),
                Bytes.latin1("ID=" + id + "&Return=0&CMD=" + command));
    }

    private static CommandReply reply(
            String id,
            String command,
            Map<String, String> values,
            Optional<Bytes> content,
            Bytes raw) {
        return new CommandReply(
                id, Optional.empty(), "0", OptionalLong.of(0), command, values, content, "", raw);
    }
}
