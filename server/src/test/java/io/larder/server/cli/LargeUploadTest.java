package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upload that is read in several parts means what it would mean in one.
class LargeUploadTest {
    private static final int ROWS = 3_000;

    @TempDir private Path data;

    @Test
    void everyRowOfALargeUploadIsThereOnceAndWhatIsOddIsInQuarantine() {
        StringBuilder rows = new StringBuilder("1\tno time\t0\t1\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "%d\t2026-03-01 08:%02d:%02d\t0\t1\t%s\n",
                            i / 3_600,
                            i / 60 % 60,
                            i % 60,
                            "W".repeat(100)));
        }
        rows.append("1\tno time either\t0\t1\n");
        try (RunningBox box =
                RunningBox.in(
                        data, "journal.segmentBytes=4194304", "terminal.maxBodyBytes=2097152")) {
            String target = "/iclock/cdata?SN=0316144680030&table=ATTLOG&Stamp=7";
            assertThat(box.terminal().post(target, rows.toString()).toString()).isEqualTo("200 OK");
            box.terminal().post(target, rows.toString());

            assertThat(box.records(Kind.PUNCH)).hasSize(ROWS);
            assertThat(box.quarantine()).hasSize(2);
            assertThat(box.facts("0316144680030", "bookmark.")).containsEntry("ATTLOGStamp", "7");
        }
    }
}
