package io.larder.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Counts what is done to a disk: calls, bytes written, and how long the flushes of content took
/// that somebody waits for.
public final class DiskMeter {
    /// What flushes are sorted by: fast disks need less than a millisecond, cards up to a hundred,
    /// and seconds when they tidy up.
    private static final List<Long> BOUNDS_MILLIS =
            List.of(1L, 2L, 5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L);

    /// How many flushes there were and how long they took together; how many of them took at most
    /// so many milliseconds.
    public record Flushes(long count, long nanos, NavigableMap<Long, Long> withinMillis) {
        /// Keeps an unchangeable copy.
        public Flushes {
            withinMillis = Collections.unmodifiableNavigableMap(withinMillis);
        }
    }

    private final LongSupplier nanoTime;
    private final LongAdder calls = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /// By [#BOUNDS_MILLIS], and behind them those that took longer than all.
    private final List<LongAdder> classes =
            Stream.generate(LongAdder::new).limit(BOUNDS_MILLIS.size() + 1L).toList();

    /// Measures by the clock of this machine.
    public DiskMeter() {
        this(System::nanoTime);
    }

    DiskMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// The same disk, counted from here on.
    public Disk around(Disk disk) {
        return new Metered(disk);
    }

    /// Calls that have come back, whether they succeeded or not: a sign of life.
    public long calls() {
        return calls.sum();
    }

    public long writtenBytes() {
        return written.sum();
    }

    public Flushes flushes() {
        NavigableMap<Long, Long> within = new TreeMap<>();
        long count = 0;
        for (int i = 0; i < BOUNDS_MILLIS.size(); i++) {
            count += classes.get(i).sum();
            within.put(BOUNDS_MILLIS.get(i), count);
        }
        return new Flushes(count + classes.getLast().sum(), nanos.sum(), within);
    }

    private void flushed(long took) {
        nanos.add(took);
        long millis = TimeUnit.NANOSECONDS.toMillis(took);
        int first = 0;
        while (first < BOUNDS_MILLIS.size() && millis >= BOUNDS_MILLIS.get(first)) {
            first++;
        }
        classes.get(first).increment();
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private interface Deed {
        void run() throws IOException;
    }

    private <T> T counted(Call<T> call) throws IOException {
        try {
            return call.run();
        } finally {
            calls.increment();
        }
    }

    private void counting(Deed deed) throws IOException {
        try {
            deed.run();
        } finally {
            calls.increment();
        }
    }

    private final class Metered implements Disk {
        private final Disk disk;

        Metered(Disk disk) {
            this.disk = disk;
        }

        @Override
        public List<String> list() throws IOException {
            return counted(disk::list);
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return new MeteredFile(counted(() -> disk.open(name)));
        }

        @Override
        public DiskFile create(String name) throws IOException {
            return new MeteredFile(counted(() -> disk.create(name)));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            counting(() -> disk.rename(from, to));
        }

        @Override
        public void delete(String name) throws IOException {
            counting(() -> disk.delete(name));
        }

        @Override
        public void sync() throws IOException {
            counting(disk::sync);
        }

        @Override
        public String toString() {
            return disk.toString();
        }
    }

    private final class MeteredFile implements DiskFile {
        private final DiskFile file;

        MeteredFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return counted(() -> file.read(into, position));
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            int bytes = from.remaining();
            counting(() -> file.write(from, position));
            written.add(bytes);
        }

        @Override
        public void force() throws IOException {
            long began = nanoTime.getAsLong();
            counting(file::force);
            flushed(nanoTime.getAsLong() - began);
        }

        @Override
        public void forceAll() throws IOException {
            counting(file::forceAll);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
