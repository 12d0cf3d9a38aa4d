package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The files of a store with anything in them: as drawn, and with their checksums made right.
public final class FuzzedFiles {
    private static final String SEGMENT = Segments.name(Mended.STORE.segment());
    private static final String CURSOR = "cursor-hq";
    private static final int SLOT_SUMMED_BYTES = 24;
    private static final int MOST_PAGES = 6;

    private FuzzedFiles() {}

    /// Whatever stands in the only segment: the journal opens, reads what the check calls whole,
    /// takes the next entry and says the same when it is opened again.
    public static void segment(byte[] drawn) throws IOException {
        byte[] file = Arrays.copyOf(drawn, Math.min(drawn.length, Drafts.SEGMENT));
        opens(disk(SEGMENT, file));
        opens(disk(SEGMENT, Mended.segment(file)));
    }

    private static SimulatedDisk disk(String name, byte[] content) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (DiskFile file = disk.create(name)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.forceAll();
        }
        disk.sync();
        return disk;
    }

    private static void opens(SimulatedDisk disk) throws IOException {
        JournalCheck.Report report = JournalCheck.run(disk);
        boolean readable = report.damages().stream().noneMatch(FuzzedFiles::isUnread);
        List<String> all = new ArrayList<>();
        try (Journal journal = Drafts.open(disk)) {
            if (readable) {
                all.addAll(entries(journal));
            }
            String next = Long.toString(journal.lastSeq() + 1);
            assertThat(Drafts.append(journal, 7, 20)).isEqualTo(next);
            if (readable) {
                all.add(next + " UPLOAD T7 " + Drafts.payload(7, 20).length);
                assertThat(entries(journal)).isEqualTo(all);
            }
        }
        try (Journal journal = Drafts.open(disk)) {
            assertThat(readable ? entries(journal) : List.of()).isEqualTo(all);
        }
        JournalCheck.run(disk);
    }

    /// Written by a version that knows more, or by nobody.
    private static boolean isUnread(JournalCheck.Damage damage) {
        return damage.what().startsWith("whole, but this version cannot read it");
    }

    private static List<String> entries(Journal journal) throws IOException {
        List<String> read = new ArrayList<>();
        long next = 1;
        try (JournalReader reader = journal.reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(10_000);
                    piece.isPresent();
                    piece = reader.read(10_000)) {
                switch (piece.get()) {
                    case JournalReader.Piece.Entries(List<Entry> entries) -> {
                        for (Entry entry : entries) {
                            assertThat(entry.seq()).isEqualTo(next);
                            next++;
                            read.add(
                                    entry.seq()
                                            + " "
                                            + entry.kind()
                                            + " "
                                            + entry.serial()
                                            + " "
                                            + entry.payload().length);
                        }
                    }
                    case JournalReader.Piece.Gap(long first, long last, String _) -> {
                        assertThat(first).isEqualTo(next);
                        assertThat(last).isGreaterThanOrEqualTo(first);
                        next = last + 1;
                        read.add("gap " + first + "-" + last);
                    }
                }
            }
        }
        assertThat(next).isEqualTo(journal.lastSeq() + 1);
        return read;
    }

    /// Whatever stands in the file of a cursor: it opens somewhere, moves, and is found there.
    public static void cursor(byte[] drawn) throws IOException {
        byte[] file = Arrays.copyOf(drawn, Math.min(drawn.length, MOST_PAGES * Block.PAGE));
        moves(disk(CURSOR, file));
        moves(disk(CURSOR, Mended.pages(young(file), SLOT_SUMMED_BYTES)));
    }

    /// No cursor moves often enough for its generation to begin anew.
    private static byte[] young(byte[] drawn) {
        byte[] file = drawn.clone();
        ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 4; at + Long.BYTES <= file.length; at += Block.PAGE) {
            all.putLong(at, all.getLong(at) & Integer.MAX_VALUE);
        }
        return file;
    }

    private static void moves(SimulatedDisk disk) throws IOException {
        Position there = new Position(9, 1);
        Position found;
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            found = cursor.position();
        }
        assertThat(Cursor.look(disk)).containsEntry("hq", found);
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            assertThat(cursor.position()).isEqualTo(found);
            cursor.move(there);
        }
        disk.cut();
        disk.powerOn();
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            assertThat(cursor.position()).isEqualTo(there);
        }
    }

    /// Whatever stands in the file of statements: what is kept is counted, and a proof finds faults
    /// with it.
    public static void statements(byte[] drawn) throws IOException {
        byte[] file = Arrays.copyOf(drawn, Math.min(drawn.length, MOST_PAGES * Block.PAGE));
        counts(disk(StatementFile.NAME, file));
        counts(disk(StatementFile.NAME, Mended.pages(file, SignedStatement.BYTES)));
    }

    private static void counts(SimulatedDisk disk) throws IOException {
        JournalProof.Report report =
                JournalProof.run(
                        disk,
                        JournalCheck.run(disk),
                        new byte[SignedStatement.KEY_BYTES],
                        (_, _, _) -> true);
        long kept;
        try (StatementFile statements = StatementFile.open(disk)) {
            kept = statements.kept();
        }
        assertThat(report.statements()).isEqualTo(kept);
        try (StatementFile again = StatementFile.look(disk).orElseThrow()) {
            assertThat(again.kept()).isEqualTo(kept);
            assertThat(again.last().isPresent()).isEqualTo(kept > 0);
        }
    }
}
