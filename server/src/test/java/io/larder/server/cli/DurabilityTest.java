package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Upload;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was answered `OK` is kept, whatever becomes of the ledger, the process or the room.
class DurabilityTest {
    private static final String CANTEEN = "5158181900025";
    private static final String POS = "/iclock/cpos?SN=" + CANTEEN;
    private static final String CLOCK = "/iclock/cdata?SN=0316144680030";

    @TempDir private Path data;
    @TempDir private Path elsewhere;

    @Test
    @Conforms("DUR-001")
    void anUploadIsAnsweredOnlyAfterItsEntryIsDurable() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        try (AssembledBox box =
                        AssembledBox.in(data)
                                .intake(journal ->
                                        draft -> {
                                            if (slow.get()) {
                                                asked.countDown();
                                                awaitUninterruptibly(go);
                                            }
                                            return journal.append(draft);
                                        })
                                .open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            box.get(POS + "&options=all");
            slow.set(true);
            Future<String> answer = threads.submit(() -> box.post(POS + "&table=BUYLOG", buy(1)));
            asked.await();
            assertThat(answer.isDone()).isFalse();
            assertThat(box.fields("purchase")).isEmpty();

            go.countDown();

            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(box.fields("purchase")).hasSize(1);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Conforms("DUR-001")
    void theFilesAsTheyAreRightAfterAnOkHoldTheRow() {
        try (RunningBox box = RunningBox.in(data)) {
            for (int number = 1; number <= 5; number++) {
                box.terminal().post(POS + "&table=BUYLOG", buy(number));
                Path copy = elsewhere.resolve("copy-" + number);
                copy(data.resolve("journal"), copy.resolve("journal"));
                try (RunningBox other = RunningBox.in(copy)) {
                    assertThat(keys(other)).isEqualTo(numbers(1, number));
                }
            }
        }
    }

    @Test
    @Conforms("DUR-002")
    void noLedgerEverHasABookmarkBeyondItsRows() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() ->
                                    IntStream.rangeClosed(1, 200)
                                            .forEach(number ->
                                                    box.terminal()
                                                            .post(
                                                                    POS
                                                                            + "&table=BUYLOG&StampId="
                                                                            + number,
                                                                    buy(number))));
            List<String> bookmarks = new ArrayList<>();
            for (int n = 0; sender.isAlive() || n == 0; n++) {
                Path copy = elsewhere.resolve("ledger-" + n);
                box.store().ledger().copyTo(copy);
                try (LedgerReader reader = LedgerReader.open(copy)) {
                    List<LedgerRow> rows = RunningBox.rows(reader, "purchase");
                    String bookmark =
                            reader.facts().of(CANTEEN).getOrDefault("bookmark.PosLogStampId", "0");
                    assertThat(rows).hasSize(Integer.parseInt(bookmark));
                    bookmarks.add(bookmark);
                }
            }
            sender.join();
            assertThat(bookmarks).isNotEmpty();
            assertThat(box.facts(CANTEEN, "bookmark.")).isEqualTo(Map.of("PosLogStampId", "200"));
        }
    }

    @Test
    @Conforms("DUR-004")
    void behindATornTailTheBoxStartsAndMissesTheTornRecordOnly() throws Exception {
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box, 1, 6);
            box.awaitApplied();
        }
        tearLastBlock();
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(keys(box)).isEqualTo(numbers(1, 5));

            uploads(box, 6, 7);

            assertThat(keys(box)).isEqualTo(numbers(1, 7));
            // The ledger knew more than the journal: it is kept beside the new one.
            assertThat(data.resolve("ledger-aside-1.db")).exists();
        }
    }

    /// Damages the newest block, as a power cut in the middle of its write would.
    private void tearLastBlock() throws IOException {
        Path newest = null;
        long at = 0;
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            for (Path file : files.filter(DurabilityTest::isSegment).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int page = 4096; page < bytes.length; page += 4096) {
                    if (bytes[page] != 0) {
                        newest = file;
                        at = page;
                    }
                }
            }
        }
        assertThat(newest).isNotNull();
        try (RandomAccessFile file = new RandomAccessFile(String.valueOf(newest), "rw")) {
            file.seek(at + 60);
            file.write(new byte[200]);
        }
    }

    private static boolean isSegment(Path file) {
        return String.valueOf(file.getFileName()).startsWith("segment-");
    }

    @Test
    @Conforms("DUR-005")
    void withoutItsLedgerABoxSaysTheSameAgain() throws IOException {
        String before;
        try (RunningBox box = RunningBox.in(data)) {
            mixture(box);
            before = box.everything();
        }
        assertThat(before).contains("purchase", "punch", "unknown", "BUYLOG row has 1 columns");
        Files.delete(data.resolve("ledger.db"));
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.everything()).isEqualTo(before);
        }
    }

    @Test
    @Conforms("DUR-005")
    void aLedgerOfGarbageIsPutAsideAndBuiltAgain() throws IOException {
        String before;
        try (RunningBox box = RunningBox.in(data)) {
            mixture(box);
            before = box.everything();
        }
        Files.write(data.resolve("ledger.db"), new byte[20_000]);
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().post(POS + "&table=BUYLOG", buy(1)).status()).isEqualTo(200);
            assertThat(box.everything().replace(", repeats=1]", ", repeats=0]"))
                    .isEqualTo(before.replace(", repeats=1]", ", repeats=0]"));
            assertThat(data.resolve("ledger-aside-1.db")).hasBinaryContent(new byte[20_000]);
        }
    }

    @Test
    @Conforms("DUR-005")
    void aLedgerWhosePagesAreDamagedStopsNobody() throws IOException {
        String before;
        try (RunningBox box = RunningBox.in(data)) {
            mixture(box);
            before = box.everything();
        }
        try (RandomAccessFile file =
                new RandomAccessFile(data.resolve("ledger.db").toFile(), "rw")) {
            for (long page = 4 * 4096; page < file.length(); page += 4096) {
                file.seek(page);
                file.write(
                        "damaged by a worn card"
                                .repeat(150)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.terminal().post(POS, "x").status()).isEqualTo(200);
            Optional<String> after = Optional.empty();
            while (after.isEmpty()) {
                try {
                    after = Optional.of(box.everything());
                } catch (LedgerException e) {
                    box.reportDamage(e);
                }
            }

            assertThat(after.get())
                    .startsWith(before.substring(0, before.indexOf("Kept[kind=unknown")));
            assertThat(data.resolve("ledger-aside-1.db")).exists();
        }
    }

    @Test
    void theLedgerOfAnotherBoxIsNotTakenForOurs() throws IOException {
        try (RunningBox box = RunningBox.in(elsewhere)) {
            uploads(box, 1, 3);
            box.awaitApplied();
        }
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box, 7, 8);
            box.awaitApplied();
        }
        Files.copy(
                elsewhere.resolve("ledger.db"),
                data.resolve("ledger.db"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(keys(box)).isEqualTo(numbers(7, 8));
        }
    }

    @Test
    @Conforms("DUR-008")
    void afterRestoringAnOldBackupTerminalsSendAgainAndNothingIsThereTwice() throws IOException {
        Path backup = elsewhere.resolve("backup");
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box, 1, 3);
            box.awaitApplied();
        }
        copy(data, backup);
        try (RunningBox box = RunningBox.in(data)) {
            uploads(box, 4, 6);
        }
        try (RunningBox box = RunningBox.in(backup)) {
            assertThat(box.terminal().get(POS + "&options=all").text())
                    .contains("\nPosLogStampId=3\n");
            uploads(box, 2, 6);

            assertThat(keys(box)).isEqualTo(numbers(1, 6));
            assertThat(box.terminal().get(POS + "&options=all").text())
                    .contains("\nPosLogStampId=6\n");
        }
    }

    @Test
    @Conforms("DUR-010")
    void restartsUnderLoadLoseNothingThatWasAcknowledged() throws Exception {
        Map<String, Boolean> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (RunningBox box = RunningBox.in(data);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int sender = 0; sender < 6; sender++) {
                String serial = "SENDER" + sender;
                senders.add(threads.submit(() -> send(box, serial, stop, acknowledged)));
            }
            for (int restart = 0; restart < 4; restart++) {
                int enough = acknowledged.size() + 30;
                while (acknowledged.size() < enough) {
                    Thread.onSpinWait();
                }
                box.restart();
            }
            stop.set(true);
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }

            Map<String, Integer> kept = new HashMap<>();
            box.records(Kind.PURCHASE)
                    .forEach(row -> kept.merge(row.terminal() + " " + row.key(), 1, Integer::sum));
            assertThat(kept.keySet()).containsAll(acknowledged.keySet());
            assertThat(kept.values()).containsOnly(1);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(120);
        }
    }

    /// Sends rows one by one, each until it is acknowledged, as terminals do.
    private static void send(
            RunningBox box, String serial, AtomicBoolean stop, Map<String, Boolean> acknowledged) {
        for (int number = 1; !stop.get(); number++) {
            Bytes request =
                    RawTerminal.upload(
                            "/iclock/cpos?SN=" + serial + "&table=BUYLOG&StampId=" + number,
                            Bytes.utf8(buy(number)));
            boolean done = false;
            while (!done && !stop.get()) {
                try {
                    done = box.terminal().attempt(request).text().equals("OK");
                } catch (IOException e) {
                    // The line broke: nobody knows whether it was taken, so it is sent again.
                    Thread.onSpinWait();
                }
            }
            if (done) {
                acknowledged.put(serial + " " + number, true);
            }
        }
    }

    @Test
    @Conforms("GEN-041")
    void uploadsOfOneTerminalAtTheSameMomentStayWhole() throws Exception {
        List<Bytes> sent =
                IntStream.range(0, 40)
                        .mapToObj(batch ->
                                Bytes.utf8(
                                        IntStream.range(0, 25)
                                                .mapToObj(row -> buy(batch * 25 + row + 1) + "\n")
                                                .reduce("", String::concat)))
                        .toList();
        try (RunningBox box = RunningBox.in(data);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RawTerminal.Answer>> answers =
                    sent.stream()
                            .map(body ->
                                    threads.submit(
                                            () -> box.terminal().post(POS + "&table=BUYLOG", body)))
                            .toList();
            for (Future<RawTerminal.Answer> answer : answers) {
                assertThat(answer.get().toString()).isEqualTo("200 OK");
            }

            assertThat(
                            box.entries().stream()
                                    .filter(entry -> entry.kind() == EntryKind.UPLOAD)
                                    .map(entry -> Upload.read(entry.payload()).body()))
                    .containsExactlyInAnyOrderElementsOf(sent);
            assertThat(keys(box)).isEqualTo(numbers(1, 1_000));
            assertThat(box.store().journal().lastSeq()).isEqualTo(42);
        }
    }

    @Test
    @Conforms("GEN-033")
    void theBytesOfEveryUploadCanBeHadAgain() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        String target = "/iclock/cdata?SN=0316144680030&table=ATTPHOTO&PIN=%31 a+b\u00e5&Stamp=7";
        try (RunningBox box = RunningBox.in(data)) {
            box.terminal().post(target, Bytes.of(all));

            assertThat(Upload.read(box.entries().getLast().payload()))
                    .isEqualTo(new Upload("POST", target, "127.0.0.1", Bytes.of(all)));
        }
    }

    private static void mixture(RunningBox box) {
        box.terminal().get(POS + "&options=all&pushver=4.0.1");
        uploads(box, 1, 4);
        box.terminal().post(POS + "&table=BUYLOG", buy(2) + "\nodd\n");
        box.terminal().post(POS + "&table=BUYLOG", buy(2).replace("1250", "1300"));
        box.terminal().post(POS + "&table=TIMEDETAIL", "x");
        box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=1", "1\t2020-01-01 08:00:00\t0\n");
        box.terminal().post(CLOCK + "&table=ATTLOG&Stamp=2", "1\t2020-01-01 08:00:00\t1\n");
        box.terminal().get("/iclock/getrequest?SN=0316144680030&INFO=Ver 6,1");
    }

    private static void uploads(RunningBox box, int first, int last) {
        for (int number = first; number <= last; number++) {
            RawTerminal.Answer answer =
                    box.terminal().post(POS + "&table=BUYLOG&StampId=" + number, buy(number));
            assertThat(answer.toString()).isEqualTo("200 OK");
        }
    }

    private static SortedSet<Integer> keys(RunningBox box) {
        TreeSet<Integer> keys = new TreeSet<>();
        for (RunningBox.Kept kept : box.records(Kind.PURCHASE)) {
            assertThat(keys.add(Integer.valueOf(kept.key()))).isTrue();
        }
        return keys;
    }

    private static SortedSet<Integer> numbers(int first, int last) {
        TreeSet<Integer> numbers = new TreeSet<>();
        IntStream.rangeClosed(first, last).forEach(numbers::add);
        return numbers;
    }

    private static String buy(int number) {
        return "1\t100023\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t2018-11-02\t"
                + number
                + "\t1";
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolve(".."));
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
