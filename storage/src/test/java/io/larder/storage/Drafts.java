package io.larder.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.Inline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Small journals and entries with a number in them, so that tests can say `#7`.
final class Drafts {
    static final int SEGMENT = 64 * 1024;
    static final Draft.Stamp STAMP = new Draft.Stamp(1_700_000_000_000L, 5_000, 7, true);

    private static final byte[] NOISE = new byte[2 * SEGMENT];

    static {
        new Random(1).nextBytes(NOISE);
    }

    private Drafts() {}

    static JournalSettings settings(int segments) {
        return new JournalSettings(SEGMENT, segments, 1 << 20, true);
    }

    static Journal open(Disk disk) throws IOException {
        return open(disk, 4);
    }

    static Journal open(Disk disk, int segments) throws IOException {
        return Journal.open(disk, settings(segments), new Inline());
    }

    /// An entry named `id` of `bytes` payload bytes, the rest noise that `id` determines.
    static Draft draft(int id, int bytes) {
        return new Draft(EntryKind.UPLOAD, "T" + id % 10, payload(id, bytes), false, STAMP);
    }

    static Draft deferrable(int id, int bytes) {
        return new Draft(EntryKind.UPLOAD, "T" + id % 10, payload(id, bytes), true, STAMP);
    }

    static byte[] payload(int id, int bytes) {
        byte[] name = ("#" + id + " ").getBytes(US_ASCII);
        int from = id % 1000 * 61;
        byte[] payload = Arrays.copyOfRange(NOISE, from, from + Math.max(bytes, name.length));
        System.arraycopy(name, 0, payload, 0, name.length);
        return payload;
    }

    /// `#7` when the payload is whole, else what is wrong.
    static String name(byte[] payload) {
        String text = new String(payload, 0, Math.min(payload.length, 12), US_ASCII);
        if (!text.startsWith("#") || text.indexOf(' ') < 0) {
            return "foreign bytes";
        }
        int id = Integer.parseInt(text.substring(1, text.indexOf(' ')));
        return Arrays.equals(payload, payload(id, payload.length)) ? "#" + id : "damaged #" + id;
    }

    /// Appends entry `id` and says `1` for its number, or why it was refused.
    static String append(Journal journal, int id, int bytes) {
        return said(journal.append(draft(id, bytes)));
    }

    static String said(Appended appended) {
        return switch (appended) {
            case Receipt receipt -> Long.toString(receipt.seq());
            case Refused refused -> refused.reason().name();
        };
    }

    /// All that can be read from `seq` on, `1=#7` for an entry and `gap 2-3` for a gap.
    static List<String> read(JournalReader reader) throws IOException {
        List<String> read = new ArrayList<>();
        try (reader) {
            for (Optional<JournalReader.Piece> piece = reader.read(10_000);
                    piece.isPresent();
                    piece = reader.read(10_000)) {
                switch (piece.get()) {
                    case JournalReader.Piece.Entries(List<Entry> entries) ->
                            entries.forEach(e -> read.add(e.seq() + "=" + name(e.payload())));
                    case JournalReader.Piece.Gap(long first, long last, String _) ->
                            read.add("gap " + first + "-" + last);
                }
            }
        }
        return read;
    }

    static List<String> read(Journal journal) throws IOException {
        return read(journal.reader(1));
    }
}
