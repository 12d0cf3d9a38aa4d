package io.larder.bench;

import io.larder.storage.JournalCheck;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;

/// How many entries shared how many flushes: one block is one flush.
record Groups(long entries, long flushes) {
    static Groups of(Path data) throws IOException {
        JournalCheck.Report report = JournalCheck.run(RealDisk.readOnly(data.resolve("journal")));
        return new Groups(report.entries(), report.blocks());
    }

    Groups since(Groups before) {
        return new Groups(entries - before.entries, flushes - before.flushes);
    }

    double perFlush() {
        return flushes == 0 ? 0 : (double) entries / flushes;
    }
}
