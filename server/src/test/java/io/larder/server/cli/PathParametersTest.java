package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parameters that look like places in a file system are words in the journal and nothing else.
class PathParametersTest {
    private static final String SN = "?SN=0316144680030";

    @TempDir private Path root;

    @Test
    @Conforms("SEC-002")
    void aPathInAParameterOrAReplyIsKeptAsAWordAndNeverFollowed() throws IOException {
        Path data = root.resolve("deep").resolve("data");
        Files.createDirectories(data);
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().get("/iclock/cdata" + SN + "&options=all");
            Map<String, String> before = outside();
            int entries = box.entries().size();
            List<String> targets =
                    List.of(
                            "/iclock/cdata" + SN + "&FPImage=../../x&PIN=1&FID=2",
                            "/iclock/cdata" + SN + "&FPImage=" + root.resolve("x"),
                            "/iclock/cdata" + SN + "&FPImage=%2e%2e%2fx&FILENAME=../../x",
                            "/iclock/fdata" + SN + "&PIN=../../x.jpg&PhotoStamp=1",
                            "/iclock/cdata" + SN + "&table=../../x&Stamp=1",
                            "/iclock/devicecmd" + SN + "&FILENAME=../../x");
            String body =
                    "ID=1\nSN=0316144680030\nFILENAME=../../x\nCMD=GetFile\nReturn=1\nContent=x";
            for (String target : targets) {
                assertThat(box.terminal().post(target, body).toString())
                        .as(target)
                        .isEqualTo("200 OK");
            }
            box.awaitApplied();

            assertThat(
                            box.entries().stream()
                                    .skip(entries)
                                    .map(entry -> Upload.read(entry.payload()).target()))
                    .containsExactlyElementsOf(targets);
            assertThat(outside()).isEqualTo(before);
        }
    }

    /// All files but those of journal, ledger and contents, with what is in them.
    private Map<String, String> outside() {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString();
                if (!name.contains("journal")
                        && !name.contains("ledger.db")
                        && !name.contains("contents.db")) {
                    found.put(name, Files.isRegularFile(file) ? text(file) : "folder");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
