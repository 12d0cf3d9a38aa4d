package io.larder.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// The measure of a disk: write 4 KiB, flush, again, into a file that is there already and full of
/// zeros, so that nothing but the data moves.
final class FlushLoop {
    private static final int BLOCK = 4_096;
    private static final int BLOCKS = 4_096;

    private FlushLoop() {}

    /// Flushes per second on the disk of `folder`.
    static double run(Path folder, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "larder-bench-", ".flush");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < BLOCKS; i++) {
                channel.write(block.clear(), (long) i * BLOCK);
            }
            channel.force(true);
            long began = System.nanoTime();
            long flushes = 0;
            while (System.nanoTime() - began < time.toNanos()) {
                block.putLong(0, flushes);
                channel.write(block.clear(), flushes % BLOCKS * BLOCK);
                channel.force(false);
                flushes++;
            }
            return flushes / ((System.nanoTime() - began) / 1e9);
        } finally {
            Files.delete(file);
        }
    }
}
