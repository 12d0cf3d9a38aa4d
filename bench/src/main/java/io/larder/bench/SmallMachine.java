package io.larder.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The box under the limits of a small machine, beside the same contenders.
final class SmallMachine {
    static final String TEXT =
            """
            The same load under limits of the kernel (control groups): each process has 25 % of one core and 256 MB of memory, page cache
            included, and its disk takes 100 write operations a second, flushes among them. The disk is an ext4 image on a loop device with
            direct I/O. Flags are those of the service, the ring of the journal has 64
            segments. The senders are not limited. The plain loop runs under the same limits.
            """;

    private static final int MEGABYTES = 768;
    private static final int PERCENT = 25;
    private static final long BYTES = 256L << 20;
    private static final int WRITES = 100;

    /// Everything takes longer here before it is warm.
    private static final int SLOWER = 3;

    private final Path dir;
    private final Scale scale;

    SmallMachine(Path dir, Scale scale) {
        this.dir = dir;
        this.scale =
                scale.with(
                        scale.time().multipliedBy(SLOWER), scale.warmUp().multipliedBy(SLOWER), 1);
    }

    void write(Page page) throws IOException, InterruptedException {
        try (LoopDisk disk = LoopDisk.attach(dir, MEGABYTES);
                Limits limits =
                        Limits.set(new Limits.Size(PERCENT, BYTES, disk.number(), WRITES))) {
            Place place = new Place(disk.folder(), limits.prefix(), Place.FEW_SEGMENTS);
            Ingest ingest = new Ingest(place, scale, Contender.all(Place.unitFlags())).run();
            ingest.writeRates(page);
            ingest.writeMemory(page);
        } catch (NotMeasured e) {
            page.table(List.of("small machine"), List.of(List.of(e.words())));
        }
    }
}
