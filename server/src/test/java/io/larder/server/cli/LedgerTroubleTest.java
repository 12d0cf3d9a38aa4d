package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Meaning;
import io.larder.server.projector.Understanding;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.terminal.Admission;
import io.larder.server.watch.LateAdmission;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ledger behind, wrong, busy or unable to take an entry: the box goes on accepting, and the
/// loop goes on.
class LedgerTroubleTest {
    private static final String POS = "/iclock/cpos?SN=5158181900025";
    private static final String STRANGER = "/iclock/cpos?SN=STRANGER1";

    @TempDir private Path data;

    @Test
    void whileTheLedgerIsBuiltAgainUploadsAreKeptAndQuestionsMustWait() throws Exception {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(POS + "&table=BUYLOG&StampId=1", buy(1));
            box.fields("purchase");
        }
        Files.delete(data.resolve("ledger.db"));
        CountDownLatch go = new CountDownLatch(1);
        Understanding slow =
                (upload, known, learned) -> {
                    await(go);
                    return Meaning.read(upload, known, learned);
                };
        try (AssembledBox box =
                AssembledBox.in(data).understanding(slow).policy(Admission.Policy.CLOSED).open()) {
            String wait = "503 the box has just started and is reading its records (5 s)";
            assertThat(box.post(POS + "&table=BUYLOG&StampId=2", buy(2))).isEqualTo("OK");
            assertThat(box.post(STRANGER + "&table=BUYLOG", buy(7))).isEqualTo("OK");
            assertThat(box.get(POS + "&options=all")).isEqualTo(wait);
            assertThat(box.get("/iclock/posrequest?SN=5158181900025")).isEqualTo(wait);

            go.countDown();

            assertThat(box.fields("purchase")).hasSize(2);
            assertThat(box.quarantine())
                    .containsExactly("STRANGER1 UPLOAD: the terminal was not admitted");
            assertThat(box.get(POS + "&options=all")).contains("\nPosLogStampId=2\n");
            assertThat(box.post(STRANGER + "&table=BUYLOG", buy(7))).startsWith("404 ");
        }
        try (AssembledBox box = AssembledBox.in(data).open()) {
            LateAdmission late =
                    new LateAdmission(box.store, box.projector, box.terminals, box.clock);
            box.ask(_ -> true);
            late.round();
            assertThat(box.quarantine()).hasSize(1);

            // Let in at last, its rows are read out of quarantine.
            box.get(STRANGER + "&options=all");
            late.round();

            assertThat(box.quarantine()).isEmpty();
            assertThat(box.fields("purchase")).hasSize(3);
        }
    }

    @Test
    void aPairingWindowLetsInUntilItShutsAndDoesNotSurviveARestart() {
        try (AssembledBox box = AssembledBox.in(data).policy(Admission.Policy.PAIRING).open()) {
            assertThat(box.post(STRANGER + "&table=BUYLOG", buy(1))).startsWith("404 ");
            box.admission.openWindow(60);
            box.elapse(59);
            assertThat(box.post(STRANGER + "&table=BUYLOG", buy(1))).isEqualTo("OK");
            box.elapse(1);
            assertThat(box.post(POS + "&table=BUYLOG", buy(1))).startsWith("404 ");
            box.admission.openWindow(60);
        }
        try (AssembledBox box = AssembledBox.in(data).policy(Admission.Policy.PAIRING).open()) {
            box.fields("purchase");
            assertThat(box.post(POS + "&table=BUYLOG", buy(1))).startsWith("404 ");
            assertThat(box.post(STRANGER + "&table=BUYLOG", buy(2))).isEqualTo("OK");
        }
    }

    @Test
    void anEntryThatIsNoneOfOursGoesToQuarantineAndTheNextIsRead() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(POS + "&table=BUYLOG", buy(1));
            for (EntryKind kind :
                    List.of(
                            EntryKind.HELLO,
                            EntryKind.BATCH,
                            EntryKind.RETRY,
                            EntryKind.EPOCH,
                            EntryKind.UPLOAD)) {
                append(box, kind, "5158181900025", "{no JSON " + kind);
            }
            box.post(POS + "&table=BUYLOG", buy(2));

            assertThat(box.fields("purchase")).hasSize(2);
            assertThat(box.quarantine())
                    .extracting(line -> line.replaceAll("(?s): .*", ""))
                    .containsExactly(
                            "5158181900025 HELLO",
                            "5158181900025 BATCH",
                            "5158181900025 RETRY",
                            "5158181900025 EPOCH",
                            "5158181900025 UPLOAD");
        }
    }

    @Test
    void anUploadThatCannotBeWrittenIsKeptWholeAndNotByHalfAndCanBeReadLater() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Understanding sometimes =
                (upload, known, learned) ->
                        broken.get() && upload.target().contains("StampId=2")
                                ? impossible(Meaning.read(upload, known, learned))
                                : Meaning.read(upload, known, learned);
        String before;
        try (AssembledBox box = AssembledBox.in(data).understanding(sometimes).open()) {
            box.post(POS + "&table=BUYLOG&StampId=1", buy(1));
            box.post(POS + "&table=BUYLOG&StampId=2", buy(2));
            box.post(POS + "&table=BUYLOG&StampId=3", buy(3));

            assertThat(box.fields("purchase")).hasSize(2);
            assertThat(box.quarantine())
                    .containsExactly(
                            "5158181900025 UPLOAD: entry 3 could not be applied:"
                                    + " java.time.format.DateTimeParseException: Text 'no time at"
                                    + " all, sor' could not be parsed at index 0");

            broken.set(false);
            retryAll(box);
            assertThat(box.quarantine()).isEmpty();
            assertThat(box.fields("purchase")).hasSize(3);
            before = everything(box);
        }
        try (AssembledBox box = AssembledBox.in(data).understanding(sometimes).open()) {
            assertThat(everything(box)).isEqualTo(before);
        }
    }

    /// A reading whose first row is fine and whose second is none.
    private static Reading impossible(Reading reading) {
        List<Row> rows = new ArrayList<>(reading.rows());
        rows.add(
                new Row.Read(
                        new Record(
                                Kind.PURCHASE,
                                new RecordKey("BUYLOG", "9", "9", RecordKey.Rule.NUMBERED),
                                Map.of("time", "no time at all, sorry"),
                                Bytes.EMPTY)));
        return new Reading(
                Family.CANTEEN, "BUYLOG", rows, reading.bookmarks(), Map.of(), List.of());
    }

    @Test
    void whileSomebodyElseHoldsTheLedgerUploadsAreTakenAndAfterwardsRead() throws Exception {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.post(POS + "&table=BUYLOG", buy(1));
            box.fields("purchase");
            try (Connection rival =
                            DriverManager.getConnection(
                                    "jdbc:sqlite:" + data.resolve("ledger.db"));
                    Statement statement = rival.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThat(box.post(POS + "&table=BUYLOG", buy(2))).isEqualTo("OK");
                assertThat(box.projector.await(box.store.journal().lastSeq(), 300)).isFalse();
                statement.execute("ROLLBACK");
            }

            assertThat(box.fields("purchase")).hasSize(2);
        }
    }

    private static void retryAll(AssembledBox box) {
        List<String> places =
                box.ask(ledger ->
                        ledger.quarantine().lines(false, 100).stream()
                                .map(row -> row.position().toString())
                                .toList());
        places.forEach(place -> append(box, EntryKind.RETRY, "", "{\"place\":\"" + place + "\"}"));
    }

    private static void append(AssembledBox box, EntryKind kind, String serial, String payload) {
        box.store
                .journal()
                .append(
                        new Draft(
                                kind,
                                serial,
                                payload.getBytes(StandardCharsets.UTF_8),
                                false,
                                new Draft.Stamp(1_772_337_600_000L, 0, 1, true)));
    }

    private static String everything(AssembledBox box) {
        return box.fields("purchase") + " " + box.quarantine();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String buy(int number) {
        return "1\tC\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t0\t" + number + "\t1";
    }
}
