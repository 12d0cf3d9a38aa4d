package io.larder.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What closed bytes belong to, by what never changes of it. On the medium only as a part of their
/// tags: a word that changed here would open nothing any more.
final class About {
    private About() {}

    /// The payload of a journal entry. Its number is not known when it is closed.
    static byte[] entry(EntryKind kind, String serial, long wallMillis) {
        return text("entry " + kind.code() + " " + wallMillis + " " + serial);
    }

    static byte[] content(String sha256) {
        return text("content " + sha256);
    }

    /// A part of a file that came piece by piece, by the entry that brought it.
    static byte[] part(long seq) {
        return text("part " + seq);
    }

    static byte[] fields(Position record) {
        return text("fields " + record);
    }

    static byte[] raw(Position record) {
        return text("raw " + record);
    }

    static byte[] quarantine(Position line) {
        return text("quarantine " + line);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
