package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStreamTest {
    @TempDir private Path folder;

    @Test
    void onlyTheStreamThatTheEnvironmentNamesIsTheJournals() throws Exception {
        Path stream = Files.createFile(folder.resolve("stream"));
        Path other = Files.createFile(folder.resolve("other"));
        String name =
                Files.getAttribute(stream, "unix:dev")
                        + ":"
                        + Files.getAttribute(stream, "unix:ino");

        assertThat(JournalStream.is(stream, name)).isTrue();
        assertThat(JournalStream.is(other, name)).isFalse();
        assertThat(JournalStream.is(folder.resolve("none"), name)).isFalse();
        assertThat(JournalStream.is(stream, "")).isFalse();
        assertThat(JournalStream.takesErrors(Map.of())).isFalse();
        assertThat(JournalStream.error(Map.of(), "larder: no")).isEqualTo("larder: no");
    }
}
