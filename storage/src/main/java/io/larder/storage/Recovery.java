package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A journal made ready to take entries: found or made, its end cut after the last whole block,
/// that block safe on the medium.
record Recovery(SegmentHeader identity, Ring ring, JournalWriter writer, List<String> notices) {
    /// `random` draws who the store is, when it is new, and names of files.
    static Recovery of(Disk disk, JournalSettings settings, RandomGenerator random)
            throws IOException {
        Catalog catalog = Catalog.of(disk, settings.segmentBytes());
        List<String> notices = new ArrayList<>(catalog.notices());
        if (catalog.identity().isEmpty()) {
            setAside(disk, catalog, random, notices);
            catalog = Catalog.of(disk, settings.segmentBytes());
        }
        SegmentHeader identity = catalog.identity().orElseGet(() -> draw(random));
        Ring ring = new Ring(disk, settings, identity, catalog);
        ring.open(catalog);
        JournalWriter writer = writer(disk, settings, identity, ring, catalog);
        return new Recovery(identity, ring, writer, notices);
    }

    /// A new store. The epoch fits the 53 bits that are exact in a JSON number.
    private static SegmentHeader draw(RandomGenerator random) {
        return new SegmentHeader(0, random.nextLong(), 1 + (random.nextLong() >>> 11));
    }

    /// Files whose headers cannot be read are kept under another name; the store begins anew. Files
    /// of nothing but zeros stay: a cut left them while the store was being made.
    private static void setAside(
            Disk disk, Catalog catalog, RandomGenerator random, List<String> notices)
            throws IOException {
        for (Catalog.Segment segment : catalog.segments().values()) {
            String name = Segments.name(segment.number());
            if (!segment.zero() || !holdsZeros(disk, name)) {
                String aside = "unreadable-" + Long.toHexString(random.nextLong()) + "-" + name;
                disk.rename(name, aside);
                notices.add("no segment header can be read: " + name + " is kept as " + aside);
            }
        }
        if (!notices.isEmpty()) {
            // else a cut could bring the old names back beside the new store
            disk.sync();
        }
    }

    private static boolean holdsZeros(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            ByteBuffer chunk = ByteBuffer.allocate(16 * Block.PAGE);
            for (long at = 0; at < file.size(); at += chunk.capacity()) {
                file.read(chunk.clear(), at);
                if (!Block.isZero(chunk.flip())) {
                    return false;
                }
            }
            return true;
        }
    }

    private static JournalWriter writer(
            Disk disk, JournalSettings settings, SegmentHeader identity, Ring ring, Catalog catalog)
            throws IOException {
        Catalog.Tail tail = catalog.tail();
        if (tail.segment() == 0) {
            tail = new Catalog.Tail(first(ring), Block.PAGE, tail.nextSeq(), tail.previous());
        }
        JournalWriter writer = new JournalWriter(disk, settings, identity, ring, tail);
        if (catalog.last().isPresent() && settings.sync()) {
            secure(writer, catalog.last().get());
        }
        return writer;
    }

    private static void secure(JournalWriter writer, Catalog.LastBlock last) throws IOException {
        try {
            writer.secure(last);
        } catch (IOException e) {
            writer.close();
            throw e;
        }
    }

    private static int first(Ring ring) throws IOException {
        return ring.take()
                .orElseThrow(() ->
                        new IOException(
                                "no segment could be prepared", ring.trouble().orElse(null)));
    }
}
