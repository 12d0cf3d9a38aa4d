package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.storage.LedgerReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pictures of punches give way when room is needed; what the site needs does not.
class ContentRoomTest {
    private static final String SN = "0316144680030";
    private static final int PICTURE = 1000;

    @TempDir private Path data;

    @Test
    void theOldestPicturesOfPunchesGoOnceEveryUpstreamHasThem() {
        try (AssembledBox box = AssembledBox.in(data).contentBytes(8 * PICTURE).open()) {
            box.taken.set(0);
            box.get("/iclock/cdata?SN=" + SN + "&options=all&pushver=2.2.14&language=69");
            box.post(
                    "/iclock/cdata?SN=" + SN + "&table=OPERLOG&Stamp=1",
                    "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=TVlGSU5HRVI=\n");
            IntStream.range(0, 12).forEach(number -> photo(box, number));
            assertThat(kept(box)).doesNotContain(false).hasSize(12);

            box.taken.set(Long.MAX_VALUE);
            while (box.ask(LedgerReader::contentSize).count() > 7) {
                Thread.onSpinWait();
            }

            assertThat(kept(box))
                    .containsExactly(
                            false, false, false, false, false, false, true, true, true, true, true,
                            true);
            assertThat(box.ask(LedgerReader::contentSize))
                    .isEqualTo(new LedgerReader.ContentSize(7, 6 * PICTURE + 12));
            assertThat(box.records("template")).hasSize(1);
        }
    }

    private static void photo(AssembledBox box, int number) {
        String picture = ("GIF8" + number + "x".repeat(PICTURE)).substring(0, PICTURE);
        assertThat(
                        box.post(
                                "/iclock/cdata?SN=" + SN + "&table=ATTPHOTO&Stamp=1",
                                "PIN=2026030108000%d.jpg\nSN=%s\nsize=%d\nCMD=uploadphoto\0%s"
                                        .formatted(number % 10, SN, PICTURE, picture)))
                .isEqualTo("OK");
    }

    /// Whether the pictures are there, oldest first.
    private static List<Boolean> kept(AssembledBox box) {
        return box.ask(ledger ->
                RunningBox.rows(ledger, "photo").stream()
                        .map(row -> String.valueOf(Json.read(row.fields()).get("sha256")))
                        .map(ledger::hasContent)
                        .toList());
    }
}
