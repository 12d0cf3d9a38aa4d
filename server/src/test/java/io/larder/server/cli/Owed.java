package io.larder.server.cli;

import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The bodies that were answered `OK`, held against those in the journal, each as often as it was
/// answered.
final class Owed {
    private static final int PIECE_BYTES = 1 << 20;

    private final Map<Long, Integer> owed = new HashMap<>();
    private final LongAdder promised = new LongAdder();

    /// The box said `OK` to it.
    void promised(Bytes body) {
        promised.increment();
        count(body, 1);
    }

    /// Reads on in the journal; says up to which entry.
    long follow(JournalReader reader) throws IOException {
        for (var piece = reader.read(PIECE_BYTES);
                piece.isPresent();
                piece = reader.read(PIECE_BYTES)) {
            switch (piece.get()) {
                case JournalReader.Piece.Entries(var entries) -> entries.forEach(this::found);
                case JournalReader.Piece.Gap gap -> throw new AssertionError(gap);
            }
        }
        return reader.next() - 1;
    }

    private void found(Entry entry) {
        if (entry.kind() == EntryKind.UPLOAD) {
            Bytes body = Upload.read(entry.payload()).body();
            if (!body.isEmpty()) {
                count(body, -1);
            }
        }
    }

    private synchronized void count(Bytes body, int more) {
        owed.merge(digest(body), more, (before, now) -> before + now == 0 ? null : before + now);
    }

    /// How many bodies were promised.
    long all() {
        return promised.sum();
    }

    /// How many of them the journal does not have.
    synchronized long missing() {
        return owed.values().stream().filter(count -> count > 0).count();
    }

    private static long digest(Bytes body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.toArray());
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
