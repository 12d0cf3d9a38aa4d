package io.larder.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskMeterTest {
    private final AtomicLong nanos = new AtomicLong();
    private long millisPerFlush;

    /// Each look at the clock is so much later than the one before.
    private final DiskMeter meter =
            new DiskMeter(() -> nanos.getAndAdd(TimeUnit.MILLISECONDS.toNanos(millisPerFlush)));

    private final SimulatedDisk disk = new SimulatedDisk(1);

    @Test
    void flushesAreSortedByHowLongTheyTook() throws IOException {
        try (DiskFile file = meter.around(disk).create("a")) {
            for (long millis : new long[] {0, 0, 1, 24, 25, 70_000}) {
                millisPerFlush = millis;
                file.force();
            }
            file.forceAll();
        }
        DiskMeter.Flushes flushes = meter.flushes();

        assertThat(flushes.count()).isEqualTo(6);
        assertThat(flushes.nanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(70_050));
        assertThat(flushes.withinMillis())
                .containsEntry(1L, 2L)
                .containsEntry(2L, 3L)
                .containsEntry(10L, 3L)
                .containsEntry(25L, 4L)
                .containsEntry(50L, 5L)
                .containsEntry(10_000L, 5L);
    }

    @Test
    void whatIsWrittenIsCountedAndWhatFailsIsACallAllTheSame() throws IOException {
        try (DiskFile file = meter.around(disk).create("a")) {
            file.write(ByteBuffer.allocate(4096), 0);
            file.write(ByteBuffer.allocate(10), 4096);
            long calls = meter.calls();
            disk.failFrom(1);
            assertThat(failed(file)).isEqualTo(2);
            assertThat(meter.calls()).isEqualTo(calls + 2);
        }
        assertThat(meter.writtenBytes()).isEqualTo(4106);
        assertThat(meter.flushes().count()).isZero();
    }

    private static int failed(DiskFile file) {
        int failed = 0;
        try {
            file.write(ByteBuffer.allocate(100), 0);
        } catch (IOException e) {
            failed++;
        }
        try {
            file.force();
        } catch (IOException e) {
            failed++;
        }
        return failed;
    }
}
