package io.larder.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a disk has to take for purchases that come one by one, counted at a device of its own.
final class Wear {
    static final String TEXT =
            """
            A terminal sends purchases one by one to a program whose folder is on a disk of its own: an ext4 image on a loop device with direct
            I/O, which counts what it is given, the file system's own writes among it. Counted is everything until the last purchase is in the
            ledger and the file system was told to write down all that waits; figures are for 10,000 purchases. The ring of the journal has 64
            segments, and the box has filled them with zeros before, which happens once in the life of its folder.
            """;

    private static final Mix ONE = new Mix(1, true, 1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int FIRST = 10;
    private static final int MEGABYTES = 768;
    private static final int PAGE = 4_096;
    private static final double STATED = 10_000;
    private static final double MIB = 1 << 20;

    /// So that the ledger takes in each by itself, without pages that several share.
    private static final long PACE_MILLIS = 20;

    private interface Sending {
        void send(Load load) throws IOException, InterruptedException;
    }

    /// One purchase the plain way.
    private interface Writing {
        void write(FileChannel file, byte[] purchase, int number) throws IOException;
    }

    /// What the device took for each ten thousand purchases.
    private record Cost(double mebibytes, double flushes) {
        static Cost of(LoopDisk.Taken taken, long purchases) {
            double share = STATED / purchases;
            return new Cost(taken.bytes() / MIB * share, taken.flushes() * share);
        }
    }

    private final Path dir;
    private final Scale scale;
    private final List<List<String>> rows = new ArrayList<>();

    Wear(Path dir, Scale scale) {
        this.dir = dir;
        this.scale = scale;
    }

    void write(Page page) throws IOException, InterruptedException {
        try {
            measure();
        } catch (NotMeasured e) {
            rows.add(List.of("", e.words(), "", "", ""));
        }
        page.table(List.of("purchases", "who", "MiB", "flushes", "MiB, box ÷ this"), rows);
    }

    private void measure() throws IOException, InterruptedException {
        String fast = "as fast as they are answered";
        Cost box = server(Probe.Mode.DURABLE, this::fast);
        add(fast, "box", box, box);
        add(fast, "SQLite for each upload", server(Probe.Mode.SQLITE, this::fast), box);
        add(fast, "append to a file and flush", loop(Wear::append), box);
        add(fast, "4 KiB in place and flush", loop(Wear::inPlace), box);
        String paced = "one every %d ms".formatted(PACE_MILLIS);
        Cost slow = server(Probe.Mode.DURABLE, this::paced);
        add(paced, "box", slow, slow);
        add(paced, "SQLite for each upload", server(Probe.Mode.SQLITE, this::paced), slow);
    }

    private void fast(Load load) throws IOException, InterruptedException {
        load.round(ONE, LONG, scale.purchases());
    }

    private void paced(Load load) throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < scale.paced().toMillis() / PACE_MILLIS; i++) {
            load.round(ONE, LONG, 1);
            long next = began + (i + 1) * PACE_MILLIS * 1_000_000;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
    }

    /// Counts from when the terminal is known until the device has everything, the ledger's part,
    /// too.
    private Cost server(Probe.Mode mode, Sending sending) throws IOException, InterruptedException {
        try (LoopDisk disk = LoopDisk.attach(dir, MEGABYTES);
                Probe.Box box =
                        new Place(disk.folder(), List.of(), Place.FEW_SEGMENTS)
                                .probe(Place.launcherFlags())
                                .start(mode)) {
            Load load = new Load(box);
            load.round(ONE, LONG, FIRST);
            if (mode == Probe.Mode.DURABLE) {
                Segments.await(box.dataDir(), Place.FEW_SEGMENTS);
            }
            long known = load.acknowledged().total();
            LoopDisk.Taken before = disk.taken();
            sending.send(load);
            if (mode == Probe.Mode.DURABLE) {
                Growth.awaitLedger(box.dataDir());
            }
            return Cost.of(disk.taken().since(before), load.acknowledged().total() - known);
        }
    }

    private Cost loop(Writing writing) throws IOException, InterruptedException {
        Template template = new Template(Acknowledged.serial(0), 1, true);
        try (LoopDisk disk = LoopDisk.attach(dir, MEGABYTES)) {
            Path path = disk.folder().resolve("file");
            Files.write(path, new byte[PAGE]);
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                LoopDisk.Taken before = disk.taken();
                for (int i = 0; i < scale.purchases(); i++) {
                    writing.write(file, template.from(i), i);
                    file.force(false);
                }
                return Cost.of(disk.taken().since(before), scale.purchases());
            }
        }
    }

    private static void append(FileChannel file, byte[] purchase, int number) throws IOException {
        file.write(ByteBuffer.wrap(purchase), (long) number * purchase.length);
    }

    private static void inPlace(FileChannel file, byte[] purchase, int number) throws IOException {
        byte[] page = new byte[PAGE];
        System.arraycopy(purchase, 0, page, 0, purchase.length);
        file.write(ByteBuffer.wrap(page), 0);
    }

    private void add(String pace, String who, Cost cost, Cost box) {
        rows.add(
                List.of(
                        pace,
                        who,
                        Page.number(cost.mebibytes()),
                        Page.number(cost.flushes()),
                        Page.ratio(box.mebibytes(), cost.mebibytes())));
    }
}
