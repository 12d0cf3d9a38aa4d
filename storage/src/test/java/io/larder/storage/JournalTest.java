package io.larder.storage;

import static io.larder.storage.Drafts.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.disk.Inline;
import io.larder.storage.disk.SimulatedDisk;
import io.larder.storage.disk.SimulatedDisk.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JournalTest {
    /// A stored entry of this payload fills what a segment of the tests has, beside its two heads.
    private static final int WHOLE_SEGMENT = Drafts.SEGMENT - 2 * Block.PAGE - 29;

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void aLoneCommitCostsOneFlushAnd4096DeviceBytes() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            long writes = disk.calls(Call.WRITE);
            long flushes = disk.calls(Call.FORCE);
            long bytes = disk.forcedBytes();
            long calls = disk.calls();

            append(journal, 1, 300);

            assertThat(disk.calls(Call.WRITE) - writes).isEqualTo(1);
            assertThat(disk.calls(Call.FORCE) - flushes).isEqualTo(1);
            assertThat(disk.forcedBytes() - bytes).isEqualTo(4096);
            assertThat(disk.calls() - calls).isEqualTo(2);
        }
    }

    @Test
    void entriesAreReadBackInOrderAcrossSegmentsAndStarts() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            assertThat(append(journal, 1, 20)).isEqualTo("1");
            assertThat(append(journal, 2, 50_000)).isEqualTo("2");
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(append(journal, 3, 50_000)).isEqualTo("3");

            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#3");
            assertThat(Drafts.read(journal.reader(3))).containsExactly("3=#3");
            assertThat(Drafts.read(journal.reader(4))).isEmpty();
            assertThat(List.of(journal.firstSeq(), journal.lastSeq())).containsExactly(1L, 3L);
            assertThat(journal.notices()).isEmpty();
        }
    }

    @Test
    void oneEntryIsHadByItsNumber() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            append(journal, 2, 20);

            assertThat(journal.entry(2).map(e -> Drafts.name(e.payload()))).contains("#2");
            assertThat(journal.entry(0)).isEmpty();
            assertThat(journal.entry(3)).isEmpty();
        }
    }

    @Test
    void anEntryMayFillASegmentAndNotBeLarger() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            assertThat(append(journal, 10, WHOLE_SEGMENT)).isEqualTo("1");
            assertThat(append(journal, 11, WHOLE_SEGMENT + 1)).isEqualTo("TOO_LARGE");
            assertThat(Drafts.read(journal)).containsExactly("1=#10");
        }
    }

    @Test
    void aFailedFlushIsNeverRepeatedAndTheBlockGoesToAFreshSegment() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            disk.failAt(1, Call.FORCE);
            long flushes = disk.forces(Segments.name(1));

            assertThat(append(journal, 2, 20)).isEqualTo("2");
            assertThat(append(journal, 3, 20)).isEqualTo("3");

            assertThat(disk.forces(Segments.name(1)) - flushes).isEqualTo(1);
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#3");
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#3");
        }
    }

    @Test
    void aBlockWhoseFlushFailedAndThatCanBeReadAllTheSameIsReadOnce() throws IOException {
        disk.afterFailedForce(SimulatedDisk.AfterFailedForce.LINGERING);
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            disk.failAt(1, Call.FORCE);
            append(journal, 2, 20);
            append(journal, 3, 20);
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#2", "3=#3");
        }
    }

    @Test
    void aSecondFailureStopsTheJournalAndKeepsWhatWasAcknowledged() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            disk.failFrom(1, Call.FORCE);
            assertThat(append(journal, 2, 20)).isEqualTo("FAILED");
            disk.repair();
            long calls = disk.calls();

            assertThat(append(journal, 3, 20)).isEqualTo("FAILED");

            assertThat(disk.calls()).isEqualTo(calls);
            assertThat(journal.failure().orElse("")).startsWith("the medium failed twice");
            assertThat(Drafts.read(journal)).containsExactly("1=#1");
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(append(journal, 4, 20)).isEqualTo("2");
            assertThat(Drafts.read(journal)).containsExactly("1=#1", "2=#4");
        }
    }

    @Test
    void whatWaitedBehindAFailureIsRefusedAndNotWritten() throws Exception {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            disk.hold();
            FutureTask<String> first = inThread(() -> append(journal, 2, 20));
            disk.awaitHeld();
            FutureTask<String> behind = inThread(() -> append(journal, 3, 20));
            disk.failAt(1, Call.FORCE);
            disk.failAt(2, Call.FORCE);
            disk.letGo();

            assertThat(List.of(first.get(), behind.get())).containsExactly("FAILED", "FAILED");
            assertThat(journal.lastSeq()).isEqualTo(1);
        }
    }

    @Test
    void moreThanMayWaitIsRefusedAsBusy() throws Exception {
        JournalSettings narrow = new JournalSettings(Drafts.SEGMENT, 4, 1_000, true);
        try (Journal journal = Journal.open(disk, narrow, new Inline())) {
            disk.hold();
            FutureTask<String> first = inThread(() -> append(journal, 1, 2_000));
            disk.awaitHeld();

            assertThat(append(journal, 2, 20)).isEqualTo("BUSY");

            disk.letGo();
            assertThat(first.get()).isEqualTo("1");
            assertThat(append(journal, 3, 20)).isEqualTo("2");
        }
    }

    @Test
    void closingWritesWhatWaitsAndRefusesTheRest() throws Exception {
        Journal journal = Drafts.open(disk);
        disk.hold();
        FutureTask<String> first = inThread(() -> append(journal, 1, 20));
        disk.awaitHeld();
        FutureTask<String> waiting = inThread(() -> append(journal, 2, 20));
        FutureTask<String> closed =
                inThread(() -> {
                    journal.close();
                    return "closed";
                });

        assertThat(append(journal, 3, 20)).isEqualTo("CLOSED");

        disk.letGo();
        assertThat(List.of(first.get(), waiting.get(), closed.get()))
                .containsExactly("1", "2", "closed");
        try (Journal again = Drafts.open(disk)) {
            assertThat(Drafts.read(again)).containsExactly("1=#1", "2=#2");
        }
    }

    @Test
    void everyReceiptOf64ThreadsIsReadBackOnceAndInOrder() throws Exception {
        Map<Long, String> promised = new ConcurrentSkipListMap<>();
        ExecutorService background = Executors.newSingleThreadExecutor();
        try (Journal journal = Journal.open(disk, Drafts.settings(512), background);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 64; thread++) {
                int base = thread * 20;
                all.add(threads.submit(() -> appendTwenty(journal, base, promised)));
            }
            for (Future<?> one : all) {
                one.get();
            }

            assertThat(promised).hasSize(64 * 20);
            assertThat(Drafts.read(journal))
                    .containsExactlyElementsOf(
                            promised.entrySet().stream()
                                    .map(e -> e.getKey() + "=" + e.getValue())
                                    .toList());
        } finally {
            background.shutdown();
        }
    }

    private static void appendTwenty(Journal journal, int base, Map<Long, String> promised) {
        for (int i = base; i < base + 20; i++) {
            if (journal.append(Drafts.draft(i, 10 + i)) instanceof Receipt receipt) {
                promised.put(receipt.seq(), "#" + i);
            }
        }
    }

    @Test
    void aReaderAtTheEndFollowsTheWriterAcrossRecycledSegments() throws Exception {
        int count = 200;
        ExecutorService background = Executors.newSingleThreadExecutor();
        try (Journal journal = Journal.open(disk, Drafts.settings(6), background)) {
            FutureTask<Map<Long, String>> reader = new FutureTask<>(() -> follow(journal, count));
            Thread.ofPlatform().start(reader);
            for (int i = 1; i <= count; i++) {
                String seq = append(journal, i, 6_000);
                while (seq.equals("FULL")) {
                    seq = append(journal, i, 6_000);
                }
                assertThat(seq).isEqualTo("" + i);
            }
            Map<Long, String> expected = new TreeMap<>();
            for (int i = 1; i <= count; i++) {
                expected.put((long) i, "#" + i);
            }
            assertThat(reader.get()).isEqualTo(expected);
        } finally {
            background.shutdown();
        }
    }

    private static Map<Long, String> follow(Journal journal, int count) throws Exception {
        Map<Long, String> read = new TreeMap<>();
        try (JournalReader reader = journal.reader(1)) {
            while (reader.next() <= count) {
                boolean more = journal.await(reader.next(), 10_000);
                Optional<JournalReader.Piece> piece = reader.read(10_000);
                if (!more || !(piece.orElseThrow() instanceof JournalReader.Piece.Entries some)) {
                    throw new AssertionError("more " + more + ", read " + piece);
                }
                some.entries().forEach(e -> read.put(e.seq(), Drafts.name(e.payload())));
                journal.release(reader.next() - 1);
            }
        }
        return read;
    }

    /// Runs `task` in a thread and returns when it waits for someone else, or has ended.
    private static <T> FutureTask<T> inThread(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = Thread.ofPlatform().start(future);
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return future;
    }

    @Test
    void theWriterShowsThatItWorksAndEachGroupThatItSettled() throws Exception {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, 20);
            Pulse idle = journal.pulse();
            disk.hold();
            FutureTask<String> waiting = new FutureTask<>(() -> append(journal, 2, 20));
            Thread.ofVirtual().start(waiting);
            disk.awaitHeld();

            assertThat(idle).isEqualTo(new Pulse(true, false, 1));
            assertThat(journal.pulse()).isEqualTo(new Pulse(true, true, 1));
            disk.letGo();
            assertThat(waiting.get()).isEqualTo("2");
            assertThat(journal.pulse()).isEqualTo(new Pulse(true, false, 2));
        }
    }

    @Test
    void whoPreparesSegmentsShowsThatItWorks() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (ExecutorService background = Executors.newSingleThreadExecutor()) {
            Future<?> before = background.submit(() -> busy.await(1, TimeUnit.MINUTES));
            try (Journal journal = Journal.open(disk, Drafts.settings(4), background)) {
                Pulse asked = journal.preparing();
                busy.countDown();
                before.get();
                background.submit(() -> {}).get();
                Pulse done = journal.preparing();

                assertThat(asked.working()).isTrue();
                assertThat(done.working()).isFalse();
                assertThat(done.steps()).isGreaterThan(asked.steps());
            }
        }
    }

    @Test
    void theRingSaysWhatItsSegmentsAreGoodFor() throws IOException {
        try (Journal journal = Drafts.open(disk)) {
            append(journal, 1, WHOLE_SEGMENT);
            append(journal, 2, WHOLE_SEGMENT);
            RingState before = journal.ring();
            journal.release(1);
            RingState after = journal.ring();

            assertThat(before.held()).isEqualTo(2);
            assertThat(before.recyclable()).isZero();
            assertThat(before.trouble()).isEmpty();
            assertThat(after.held()).isEqualTo(1);
            assertThat(after.held() + after.recyclable() + after.ready()).isEqualTo(after.wanted());
        }
    }
}
