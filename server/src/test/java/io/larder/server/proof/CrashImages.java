package io.larder.server.proof;

import io.larder.server.proof.DeviceLog.Kind;
import io.larder.server.proof.DeviceLog.Step;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/// What a card holds that lost its power at a moment, made from the log of one that did not.
final class CrashImages implements Closeable {
    private static final int SECTOR = 512;

    /// What a card does with what it was given and not told to flush. `page` is how much is damaged
    /// around the place that was just being programmed, 0 if nothing.
    enum Cut {
        /// It keeps everything up to the cut.
        PREFIX(0),
        /// What was flushed is kept; of the rest some, in any selection, whole or up to a sector.
        CACHE(0),
        /// The same, and the last write ends in a page that holds nothing of use.
        SHORN(4096),
        /// The same with pages larger than a block of the journal is padded to.
        COARSE(16_384);

        private final int page;

        Cut(int page) {
            this.page = page;
        }
    }

    private final DeviceLog log;
    private final Cut cut;
    private final SplittableRandom random;
    private final Path base;
    private final FileChannel settled;
    private int applied;

    /// Makes its files in `folder`.
    CrashImages(DeviceLog log, Path folder, String size, Cut cut, SplittableRandom random)
            throws IOException {
        this.log = log;
        this.cut = cut;
        this.random = random;
        this.base = folder.resolve("settled-" + cut + ".img");
        Tool.run("truncate", "-s", size, base.toString());
        this.settled = FileChannel.open(base, StandardOpenOption.WRITE);
    }

    /// Whether a cut before step `point` is of this kind: a page is damaged by a write only.
    boolean fits(int point) {
        return cut.page == 0 || log.steps().get(point - 1).kind() == Kind.WRITE;
    }

    /// The card after a cut before step `point`; points must not go backwards.
    void make(int point, Path image) throws IOException {
        int flushed = cut == Cut.PREFIX ? point : lastFlush(point);
        for (; applied < flushed; applied++) {
            apply(settled, log.steps().get(applied), Integer.MAX_VALUE);
        }
        Tool.run("cp", base.toString(), image.toString());
        try (FileChannel made = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (Step step : log.steps().subList(flushed, point)) {
                if (random.nextBoolean()) {
                    apply(made, step, random.nextInt(3) == 0 ? draw(step) : Integer.MAX_VALUE);
                }
            }
            if (cut.page > 0) {
                shear(made, log.steps().get(point - 1));
            }
        }
    }

    private int lastFlush(int point) {
        List<Step> before = log.steps().subList(0, point);
        int last = before.size() - 1;
        while (last > applied && before.get(last).kind() != Kind.FLUSH) {
            last--;
        }
        return Math.max(last, applied);
    }

    private int draw(Step step) {
        return SECTOR * random.nextInt(step.length() / SECTOR + 1);
    }

    /// Writes the first `most` bytes of it.
    private void apply(FileChannel to, Step step, int most) throws IOException {
        if (step.kind() == Kind.WRITE) {
            int length = Math.min(most, step.length());
            write(to, ByteBuffer.wrap(log.bytes(step), 0, length), step.offset());
        }
    }

    /// Programs a part of it and damages the page that came next.
    private void shear(FileChannel to, Step step) throws IOException {
        int torn = Math.min(draw(step), step.length() - SECTOR);
        apply(to, step, torn);
        byte[] rubbish = new byte[cut.page];
        random.nextBytes(rubbish);
        long page = (step.offset() + torn) / cut.page * cut.page;
        write(to, ByteBuffer.wrap(rubbish), page);
    }

    private static void write(FileChannel to, ByteBuffer bytes, long offset) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes, offset + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        settled.close();
    }
}
