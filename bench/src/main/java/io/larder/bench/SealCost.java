package io.larder.bench;

import io.larder.crypto.Seal;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import io.larder.storage.Veil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What sealing costs on the way to the receipt: the same uploads into two stores on one disk, in
/// the clear and sealed, turn by turn.
final class SealCost {
    private static final JournalSettings SETTINGS =
            new JournalSettings(4L << 20, 64, 8 << 20, true);

    /// A person with one template, a photo of a punch, a picture for comparing faces.
    private static final List<Integer> BYTES = List.of(1_500, 20_000, 100_000);

    private final Options options;
    private final Report report;

    SealCost(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(options.dir(), "larder-bench-");
        try (Store clear = Store.open(folder.resolve("clear"), SETTINGS, Veil.NONE);
                Store sealed = Store.open(folder.resolve("sealed"), SETTINGS, veil())) {
            for (int bytes : BYTES) {
                for (int threads : options.connections()) {
                    compare(clear, sealed, bytes, threads);
                }
            }
        } finally {
            Folders.remove(folder);
        }
    }

    private void compare(Store clear, Store sealed, int bytes, int threads)
            throws InterruptedException {
        List<Figure> plain = new ArrayList<>();
        List<Figure> closed = new ArrayList<>();
        load(clear, bytes, threads, options.warmUp());
        load(sealed, bytes, threads, options.warmUp());
        for (int round = 0; round < options.rounds(); round++) {
            plain.add(load(clear, bytes, threads, options.time()));
            closed.add(load(sealed, bytes, threads, options.time()));
        }
        Figure without = Figure.median(plain);
        Figure with = Figure.median(closed);
        report.line(
                "%,7d bytes, %3d at once: %,6.0f/s in the clear, %,6.0f/s sealed: %.0f %%; p50 %.2f and %.2f ms"
                        .formatted(
                                bytes,
                                threads,
                                without.requestsPerSecond(),
                                with.requestsPerSecond(),
                                100 * with.requestsPerSecond() / without.requestsPerSecond(),
                                without.p50Millis(),
                                with.p50Millis()));
    }

    private static Figure load(Store store, int bytes, int threads, Duration time)
            throws InterruptedException {
        List<List<Long>> taken = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        AtomicLong failed = new AtomicLong();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        for (int i = 0; i < threads; i++) {
            List<Long> mine = new ArrayList<>();
            taken.add(mine);
            senders.add(Thread.startVirtualThread(() -> send(store, bytes, end, mine, failed)));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Long> all = taken.stream().flatMap(List::stream).sorted().toList();
        return new Figure(all.size() / seconds, millis(all, 0.5), millis(all, 0.99), failed.get());
    }

    private static void send(
            Store store, int bytes, long end, List<Long> taken, AtomicLong failed) {
        while (System.nanoTime() < end) {
            long before = System.nanoTime();
            Draft draft =
                    new Draft(
                            EntryKind.UPLOAD,
                            "5158181900025",
                            new byte[bytes],
                            false,
                            new Draft.Stamp(System.currentTimeMillis(), 0, 1, true));
            if (store.journal().append(draft) instanceof Receipt receipt) {
                store.journal().release(receipt.seq());
                taken.add(System.nanoTime() - before);
            } else {
                failed.incrementAndGet();
            }
        }
    }

    private static double millis(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) ((sorted.size() - 1) * share)) / 1e6;
    }

    private static Veil veil() {
        Seal seal = Seal.of(Seal.newKey());
        return new Veil() {
            @Override
            public boolean closes() {
                return true;
            }

            @Override
            public byte[] close(byte[] clear, byte[] about) {
                return seal.close(clear, about);
            }

            @Override
            public Optional<byte[]> open(byte[] closed, byte[] about) {
                return seal.open(closed, about);
            }

            @Override
            public byte[] mark(byte[] clear) {
                return seal.fingerprint(clear);
            }
        };
    }
}
