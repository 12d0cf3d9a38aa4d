package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Digest;
import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A box is killed with `kill -9` behind each step of a meeting terminal: what the terminal got at
/// the log-in counts afterwards, and its file goes on where it was.
class MeetingKillTest {
    private static final String SERIAL = "MEET000001";
    private static final String OK = "00000000";
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final int PART = 4_096;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final byte[] file = new byte[3 * PART + 100];

    @Test
    @Conforms({"BEST-032", "BEST-047"})
    void aTerminalLogsInAndGoesOnWithItsFileAfterEachKill() throws Exception {
        new SplittableRandom(3).nextBytes(file);
        Stage.Setup setup =
                Trial.small(folder)
                        .withBoxSetting("meeting.productId=" + MeetingLine.PRODUCT)
                        .withBoxSetting("meeting.deviceKey=" + MeetingLine.SECRET);
        try (Stage stage = Stage.open(setup);
                MeetingLine terminal = new MeetingLine(stage.door().getPort(), SERIAL)) {
            terminal.register();
            kill(stage, terminal);
            assertThat(
                            terminal.code(
                                    "dev.file.upload.start",
                                    Map.of("fileId", ID, "size", "" + file.length)))
                    .isEqualTo(OK);
            for (int offset = 0; offset < file.length; offset += PART) {
                kill(stage, terminal);
                assertThat(part(terminal, offset)).as("at " + offset).isEqualTo(OK);
            }
            kill(stage, terminal);
            assertThat(terminal.code("dev.file.upload.end", Map.of("fileId", ID))).isEqualTo(OK);
            kill(stage, terminal);
            assertThat(terminal.code("dev.file.upload.end", Map.of("fileId", ID))).isEqualTo(OK);
            assertThat(stage.atBox().content(Digest.sha256Hex(file))).contains(file);
        }
    }

    private static void kill(Stage stage, MeetingLine terminal) throws Exception {
        stage.box().kill();
        stage.box().restart();
        terminal.reconnect();
        assertThat(terminal.logIn()).isEqualTo(OK);
    }

    private String part(MeetingLine terminal, int offset) throws Exception {
        byte[] part = Arrays.copyOfRange(file, offset, Math.min(file.length, offset + PART));
        return terminal.code(
                "dev.file.upload.package",
                Map.of(
                        "fileId",
                        ID,
                        "offset",
                        "" + offset,
                        "content",
                        Base64.getEncoder().encodeToString(part)));
    }
}
