package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a row is: new, the same again, stated differently, or of another life of its numbering.
class JudgementTest {
    private static final String CANTEEN = "5158181900025";
    private static final String POS = "/iclock/cpos?SN=" + CANTEEN;
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";

    @TempDir private Path data;
    @TempDir private Path other;

    @Test
    @Conforms({"POS-055", "POS-057", "POS-058", "ATT-022"})
    void uploadsSentAgainInAnyOrderAndCutAnyHowChangeNothingButACounter() {
        long seed = System.getProperty("larder.seed") == null ? 42 : Long.getLong("larder.seed");
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int number = 1; number <= 60; number++) {
            rows.add(POS + "&table=BUYLOG|" + buy(number, "1250"));
            rows.add(POS + "&table=STOREDETAIL|" + number + "\t69" + number + "\t250\t1");
            rows.add(
                    CLOCK
                            + "&table=ATTLOG|"
                            + number % 7
                            + "\t2020-01-01 08:00:"
                            + two(number % 60));
        }
        try (RunningBox plain = RunningBox.in(data);
                RunningBox shuffled = RunningBox.in(other)) {
            rows.forEach(row -> send(plain, List.of(row), random));
            List<String> storm = new ArrayList<>(rows);
            for (int again = 0; again < 240; again++) {
                storm.add(rows.get(random.nextInt(rows.size())));
            }
            Collections.shuffle(storm, random);
            batches(storm, random).forEach(batch -> send(shuffled, batch, random));

            assertThat(facts(shuffled)).as("seed %d", seed).isEqualTo(facts(plain));
            assertThat(shuffled.records().stream().mapToLong(RunningBox.Kept::repeats).sum())
                    .as("seed %d", seed)
                    .isEqualTo(240);
            assertThat(shuffled.facts(CANTEEN, "bookmark."))
                    .as("seed %d", seed)
                    .isEqualTo(Map.of("PosLogStampId", "60"));
            assertThat(shuffled.quarantine()).isEmpty();
        }
    }

    private static List<List<String>> batches(List<String> rows, Random random) {
        List<List<String>> batches = new ArrayList<>();
        for (int at = 0; at < rows.size(); ) {
            int end = Math.min(rows.size(), at + 1 + random.nextInt(12));
            batches.addAll(
                    rows.subList(at, end).stream()
                            .collect(
                                    Collectors.groupingBy(
                                            row -> row.substring(0, row.indexOf('|'))))
                            .values());
            at = end;
        }
        return batches;
    }

    /// One upload of rows that have the same target.
    private static void send(RunningBox box, List<String> rows, Random random) {
        String target = rows.getFirst().substring(0, rows.getFirst().indexOf('|'));
        String end = random.nextBoolean() ? "\r\n" : "\n";
        String body =
                rows.stream()
                        .map(row -> row.substring(row.indexOf('|') + 1))
                        .collect(Collectors.joining(end));
        assertThat(box.terminal().post(target, body).toString()).isEqualTo("200 OK");
    }

    private static Set<String> facts(RunningBox box) {
        return box.records().stream()
                .map(kept -> kept.terminal() + kept.verdict() + kept.epoch() + kept.fields())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Conforms("POS-056")
    void aNumberUsedForSomethingElseOpensANewEpoch() {
        try (RunningBox box = RunningBox.in(data)) {
            for (int number = 1; number <= 5; number++) {
                upload(box, buy(number, "1250"));
            }
            upload(box, buy(1, "300"));
            upload(box, buy(2, "400"));
            upload(box, buy(2, "400"));

            assertThat(box.brief(Kind.PURCHASE))
                    .extracting(line ->
                            line.replaceAll(" \\{.*Fen\":(\\d+),\"bal.*Epoch\":(\\d)}", " $1 $2"))
                    .containsExactly(
                            "BUYLOG 1 new 1250 0",
                            "BUYLOG 2 new 1250 0",
                            "BUYLOG 3 new 1250 0",
                            "BUYLOG 4 new 1250 0",
                            "BUYLOG 5 new 1250 0",
                            "BUYLOG 1 new epoch 1 300 1",
                            "BUYLOG 2 new epoch 1 again 1 400 1");
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "2"));
            assertThat(box.facts(CANTEEN, "epoch.")).isEqualTo(Map.of("BUYLOG", "1"));
        }
    }

    @Test
    void rowsOfAnEarlierLifeSentAgainDoNotMoveTheBookmarkPastWhatIsKept() {
        try (RunningBox box = RunningBox.in(data)) {
            upload(box, buy(500, "1250"));
            upload(box, buy(1, "1250"));
            upload(box, buy(1, "300"));
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "1"));

            upload(box, buy(500, "1250"));
            upload(box, buy(500, "1250") + "\n" + buy(2, "300"));

            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "2"));
        }
    }

    @Test
    void anEpochThatOpensInTheMiddleOfAnUploadStartsItsBookmarkThere() {
        try (RunningBox box = RunningBox.in(data)) {
            upload(box, buy(7, "1250") + "\n" + buy(8, "1250"));
            upload(box, buy(9, "1250") + "\n" + buy(7, "300") + "\n" + buy(8, "300"));

            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "8"));
            assertThat(box.records(Kind.PURCHASE))
                    .extracting(RunningBox.Kept::key, RunningBox.Kept::epoch)
                    .map(tuple -> tuple.toList().get(0) + "/" + tuple.toList().get(1))
                    .containsExactly("7/0", "8/0", "9/0", "7/1", "8/1");
        }
    }

    @Test
    @Conforms({"POS-057", "POS-058", "POS-059"})
    void bookmarksNeverGoBackWhenOldRowsAreSentAgainOrHolesAreFilled() {
        Map<String, String> kept =
                Map.of("PosLogStamp", "2018-12-20T17:20:13", "PosLogStampId", "38");
        try (RunningBox box = RunningBox.in(data)) {
            post(box, "2018-12-20T17:20:13", 38, 38);
            post(box, "2018-12-19T00:00:00", 12, 12);
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(kept);

            post(box, "2018-12-19T00:00:00", 12, 12);
            post(box, "0", 11, 11);
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(kept);

            post(box, "2018-12-20T17:20:14", 99, 39);
            assertThat(box.facts(CANTEEN, "bookmark."))
                    .isEqualTo(Map.of("PosLogStamp", "2018-12-20T17:20:14", "PosLogStampId", "39"));
        }
    }

    private static void post(RunningBox box, String stamp, int stampId, int number) {
        box.terminal()
                .post(
                        POS + "&table=BUYLOG&Stamp=" + stamp + "&StampId=" + stampId,
                        buy(number, "1250"));
    }

    @Test
    void aPunchStatedDifferentlyIsARevisionAndBothAreKept() {
        try (RunningBox box = RunningBox.in(data)) {
            for (String status : List.of("0", "1", "0", "1", "1")) {
                box.terminal().post(CLOCK + "&table=ATTLOG", "1\t2020-01-01 08:00:00\t" + status);
            }

            assertThat(box.records(Kind.PUNCH))
                    .extracting(kept ->
                            kept.verdict()
                                    + " "
                                    + kept.repeats()
                                    + kept.fields().replaceAll(".*(\"status\":\\d).*", " $1"))
                    .containsExactly("new 1 \"status\":0", "revision 2 \"status\":1");
        }
    }

    @Test
    void theSameNumbersOfTwoTerminalsAreTwoFacts() {
        Map<String, Integer> count = new HashMap<>();
        try (RunningBox box = RunningBox.in(data)) {
            upload(box, buy(1, "1250"));
            box.terminal().post("/iclock/cpos?SN=ANOTHER1&table=BUYLOG", buy(1, "1250"));

            box.records(Kind.PURCHASE)
                    .forEach(kept -> count.merge(kept.terminal(), 1, Integer::sum));
            assertThat(count).isEqualTo(Map.of(CANTEEN, 1, "ANOTHER1", 1));
        }
    }

    private static void upload(RunningBox box, String body) {
        assertThat(box.terminal().post(POS + "&table=BUYLOG", body).toString()).isEqualTo("200 OK");
    }

    private static String buy(int number, String fen) {
        return "1\tC\t2018-11-02 10:16:58\t" + fen + "\t8750\t42\t2\t2\t0\t" + number + "\t1";
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }
}
