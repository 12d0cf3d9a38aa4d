package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.record.Kind;
import io.larder.storage.EntryKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box that is brought back from a backup after it had gone on: headquarters knows more than it.
@Timeout(120)
class RestoredBoxTest {
    private static final String TABLE = "/iclock/cdata?SN=0316144680030&table=ATTLOG";

    @TempDir private Path folder;

    @Test
    void nothingIsLostOrDoubledAtHeadquartersButWhatNeitherHad() {
        int port = FreePorts.next();
        Path data = folder.resolve("box");
        String[] up = {
            "upstreams.headquarters.url=http://127.0.0.1:" + port,
            "upstreams.headquarters.token=sesame",
            "upstreams.headquarters.maxBackoffSeconds=1",
            "console.port=" + FreePorts.next()
        };
        try (RunningBox headquarters =
                RunningBox.in(
                        folder.resolve("headquarters"),
                        "receive.port=" + port,
                        "receive.token=sesame")) {
            try (RunningBox box = RunningBox.in(data, up)) {
                punch(box, 0, 5);
                awaitPunches(headquarters, 5);
                assertThat(
                                Commands.run(
                                                "backup",
                                                "--data",
                                                data,
                                                "--to",
                                                folder.resolve("stick"),
                                                "--with-seal-key",
                                                "--same-medium")
                                        .code())
                        .isZero();
                punch(box, 5, 8);
                awaitPunches(headquarters, 8);
            }
            Path restored = folder.resolve("restored");
            assertThat(
                            Commands.run(
                                            "restore",
                                            "--from",
                                            folder.resolve("stick"),
                                            "--data",
                                            restored)
                                    .code())
                    .isZero();

            try (RunningBox again = RunningBox.in(restored, up)) {
                // The terminal still has the last two of those that the backup has not.
                punch(again, 6, 12);
                awaitPunches(headquarters, 12);

                assertThat(again.entries())
                        .filteredOn(entry -> entry.kind() == EntryKind.EPOCH)
                        .hasSize(1);
                assertThat(Commands.run("doctor", "--data", restored).out()).contains("LINE-ALARM");
            }
            assertThat(pins(headquarters))
                    .containsExactlyElementsOf(IntStream.range(0, 12).mapToObj(n -> n).toList());
        }
    }

    private static void punch(RunningBox box, int from, int to) {
        for (int n = from; n < to; n++) {
            assertThat(
                            box.terminal()
                                    .post(TABLE, "%d\t2020-01-01 08:00:00\t0\t1".formatted(n + 1))
                                    .status())
                    .isEqualTo(200);
        }
    }

    private static void awaitPunches(RunningBox headquarters, int count) {
        headquarters.until(ledger -> RunningBox.rows(ledger, Kind.PUNCH.word()).size() >= count);
    }

    /// Whose punches headquarters has, in the order in which they came.
    private static List<Integer> pins(RunningBox headquarters) {
        return headquarters.records(Kind.PUNCH).stream()
                .filter(record -> record.verdict().equals("new"))
                .map(record -> record.fields().replaceFirst(".*\"pin\":\"(\\d+)\".*", "$1"))
                .map(pin -> Integer.parseInt(pin) - 1)
                .toList();
    }
}
