package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    private static final String POS = "/iclock/cpos?SN=5158181900025";
    private static final String ROW =
            "1\tC,\"1\t2018-12-20 17:2%d:00\t500\t7750\t44\t2\t2\t0\t%d\t1";

    @TempDir private Path data;
    @TempDir private Path other;

    @Test
    void anUnknownKindIsRefusedWithTheKindsThereAre() {
        Commands.Ended ended = Commands.run("export", "--data", data, "--kind", "sale");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .startsWith(
                        "--kind is sale, expected one of purchase, purchaseItem, topup, subsidy,"
                                + " punch, operation, person, template, photo, verification,"
                                + " cardEvent, commandResult, terminalState, identityCard,"
                                + " terminalError, unknown, gap, clock\n");
    }

    @Test
    void whereThereIsNoStoreNoneIsMade() {
        Path nowhere = data.resolve("nowhere");

        assertThat(Commands.run("export", "--data", nowhere, "--kind", "punch"))
                .isEqualTo(new Commands.Ended(1, "", "larder: no store in " + nowhere + "\n"));
        assertThat(Commands.run("export", "--data", data, "--kind", "punch"))
                .isEqualTo(new Commands.Ended(1, "", "larder: no store in " + data + "\n"));
        assertThat(Folders.names(data)).isEmpty();
    }

    @Test
    void aRowIsExportedFromTheRunningBoxAsSoonAsItIsAcknowledged() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().post(POS + "&table=BUYLOG", ROW.formatted(1, 7)).text())
                    .isEqualTo("OK");

            assertThat(keys(export(data, Kind.PURCHASE))).containsExactly("BUYLOG/7");
        }
    }

    @Test
    void theStoppedTheRunningAndTheKilledBoxExportTheSame() {
        Path killed;
        List<String> live;
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box);
            live = all(data);
            killed = Folders.asAfterAKill(data, other);
        }

        assertThat(live).hasSize(4);
        assertThat(all(data)).isEqualTo(live);
        assertThat(all(killed)).isEqualTo(live);
    }

    @Test
    @Conforms("DUR-005")
    void theExportIsTheSameAfterTheLedgerIsDeleted() {
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box);
        }
        List<String> before = all(data);
        Folders.deleteLedger(data);

        assertThat(before).hasSize(4);
        assertThat(all(data)).isEqualTo(before);
    }

    @Test
    void openingAStoreForTheExportDoesNotMakeItsJournalGrow() {
        try (RunningBox box = RunningBox.in(data, "journal.segments=4")) {
            uploads(box);
        }
        export(data, Kind.PURCHASE);

        assertThat(Folders.names(data.resolve("journal")))
                .containsExactly(
                        "segment-0000000001",
                        "segment-0000000002",
                        "segment-0000000003",
                        "segment-0000000004",
                        "statements");
        assertThat(data.resolve("journal/segment-0000000004")).hasSize(262_144);
    }

    @Test
    @Conforms({"GEN-029", "GEN-033", "GEN-043"})
    void whatIsNotUnderstoodIsExportedByteForByteHoweverLarge() {
        byte[] small = {1, 0, (byte) 0xFF, '\n'};
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 0xFE);
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(POS + "&table=ODDITIES&mystery=1", Bytes.of(small));
            box.terminal().post(POS + "&table=ODDITIES", Bytes.of(large));
            box.terminal().post(POS + "&table=BUYLOG", ROW.formatted(1, 1) + "\t\t\t\tnew column");
        }

        assertThat(export(data, Kind.UNKNOWN))
                .allSatisfy(record -> assertThat(record).doesNotContainKeys("raw", "rawBase64"));
        assertThat(export(data, Kind.UNKNOWN, "--with-secrets"))
                .extracting(record -> record.get("rawBase64"))
                .containsExactly(
                        Base64.getEncoder().encodeToString(small),
                        Base64.getEncoder().encodeToString(large));
        assertThat(export(data, Kind.UNKNOWN).getFirst()).containsEntry("parameters", "mystery=1");
        assertThat(export(data, Kind.PURCHASE).getFirst())
                .containsEntry("raw", ROW.formatted(1, 1) + "\t\t\t\tnew column");
    }

    @Test
    void asCsvItHasAHeaderAndQuotesWhatMustBeQuoted() {
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(POS + "&table=BUYLOG", ROW.formatted(1, 7));
        }
        String csv =
                Commands.run(
                                "export",
                                "--data",
                                data,
                                "--kind",
                                "purchase",
                                "--format",
                                "csv",
                                "--set",
                                "site.zone=+08:00")
                        .out();
        Map<String, Object> record = export(data, Kind.PURCHASE).getFirst();

        assertThat(csv)
                .isEqualTo(
                        "kind,box,epoch,seq,row,terminal,family,receivedAt,clockTrusted,verdict,"
                                + "key,contentDigest,systemId,card,time,timeForm,amountFen,"
                                + "balanceFen,cardSequence,state,meal,mealDate,recNo,recNoEpoch,"
                                + "operator,subAmountFen,subBalanceFen,pin,backup,future,raw,"
                                + "rawBase64\r\n"
                                + "purchase,%s,%s,3,0,5158181900025,canteen,%s,true,new,BUYLOG/7,%s,"
                                        .formatted(
                                                record.get("box"),
                                                record.get("epoch"),
                                                record.get("receivedAt"),
                                                record.get("contentDigest"))
                                + "1,\"C,\"\"1\",2018-12-20T17:21:00,text,500,7750,44,2,2,,7,0,1,,,,,,"
                                + "\"1\tC,\"\"1\t2018-12-20 17:21:00\t500\t7750\t44\t2\t2\t0\t7\t1\",\r\n");
    }

    @Test
    void whenNobodyReadsAnyMoreItEndsQuietly() {
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box);
        }
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        StandardOutput out = new StandardOutput(gone);
        StringWriter err = new StringWriter();
        int code =
                Commands.run(
                        out.writer(),
                        new PrintWriter(err, true),
                        "export",
                        "--data",
                        data,
                        "--kind",
                        "purchase");

        assertThat(code).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.failure()).isEmpty();
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() {
        StandardOutput out =
                new StandardOutput(
                        new OutputStream() {
                            @Override
                            public void write(int octet) throws IOException {
                                throw new IOException("No space left on device");
                            }
                        });
        PrintWriter writer = out.writer();
        writer.println("a record");

        assertThat(out.failure()).hasValue("No space left on device");
    }

    private static void uploads(RunningBox box) {
        for (int n = 1; n <= 3; n++) {
            box.terminal().post(POS + "&table=BUYLOG", ROW.formatted(n, n));
            box.terminal().post(POS + "&table=BUYLOG", ROW.formatted(n, n));
        }
        box.terminal()
                .post("/iclock/cdata?SN=0316144680030&table=ATTLOG", "1\t2020-01-01 08:00:00");
    }

    private static List<String> all(Path folder) {
        return Stream.of(Kind.values()).flatMap(kind -> lines(folder, kind).stream()).toList();
    }

    private static List<String> lines(Path folder, Kind kind, String... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "export",
                                "--data",
                                folder,
                                "--kind",
                                kind.word(),
                                "--set",
                                "site.zone=+08:00"));
        words.addAll(List.of(more));
        Commands.Ended ended = Commands.run(words.toArray());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        return ended.out().lines().toList();
    }

    static List<Map<String, Object>> export(Path folder, Kind kind, String... more) {
        List<Map<String, Object>> records = new ArrayList<>();
        lines(folder, kind, more).forEach(line -> records.add(Json.read(line)));
        return records;
    }

    private static List<Object> keys(List<Map<String, Object>> records) {
        return records.stream().map(record -> record.get("key")).toList();
    }
}
