package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Kind;
import io.larder.storage.LedgerReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An upload that is read in several parts means what it would mean in one.
class LargeUploadTest {
    private static final int ROWS = 3_000;

    /// More than one part has.
    private static final int PURCHASES = 9_000;

    @TempDir private Path data;

    @Test
    void everyPurchaseOfALargeUploadIsThereOnceAndTheBookmarkIsThatOfTheWhole() {
        StringBuilder rows = new StringBuilder();
        for (int number = 1; number <= PURCHASES; number++) {
            rows.append(
                    String.format(
                            Locale.ROOT,
                            "1\t100023\t2026-03-01 08:00:00\t1250\t8750\t%d\t2\t2\t2026-03-01\t%d\t1\n",
                            number,
                            number));
        }
        try (RunningBox box =
                RunningBox.in(
                        data, "journal.segmentBytes=4194304", "terminal.maxBodyBytes=2097152")) {
            String target =
                    "/iclock/cpos?SN=5158181900025&table=BUYLOG&Stamp=2026-03-01T08:00:00&StampId="
                            + PURCHASES;
            assertThat(box.terminal().post(target, rows.toString()).toString()).isEqualTo("200 OK");
            box.terminal().post(target, rows.toString());

            assertThat(box.ask(LedgerReader::counts))
                    .containsEntry(Kind.PURCHASE.word(), (long) PURCHASES);
            assertThat(box.quarantine()).isEmpty();
            assertThat(box.facts("5158181900025", "bookmark."))
                    .isEqualTo(
                            Map.of(
                                    "PosLogStamp",
                                    "2026-03-01T08:00:00",
                                    "PosLogStampId",
                                    String.valueOf(PURCHASES)));
            assertThat(box.facts("5158181900025", "notice")).isEmpty();
        }
    }

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
