package io.larder.storage;

/// An entry as read back. `seq` counts from 1 per box and is never reused.
public record Entry(
        long seq,
        EntryKind kind,
        String serial,
        Draft.Stamp stamp,
        byte[] payload,
        Closure closure) {
    /// Whether the payload lies on the medium in the clear.
    public enum Closure {
        /// It does.
        NONE,
        /// It does not, and was opened.
        OPENED,
        /// It does not, and cannot be opened here: the payload is the closed one.
        CLOSED
    }

    /// An entry whose payload lies in the clear.
    public Entry(long seq, EntryKind kind, String serial, Draft.Stamp stamp, byte[] payload) {
        this(seq, kind, serial, stamp, payload, Closure.NONE);
    }

    /// Whether the payload can be read.
    public boolean isReadable() {
        return closure != Closure.CLOSED;
    }

    /// Whether what comes of it must not lie in the clear either.
    public boolean isSecret() {
        return closure != Closure.NONE;
    }

    Entry opened(Veil veil) {
        return closure == Closure.CLOSED
                ? veil.open(payload, About.entry(kind, serial, stamp.wallMillis()))
                        .map(clear -> new Entry(seq, kind, serial, stamp, clear, Closure.OPENED))
                        .orElse(this)
                : this;
    }
}
