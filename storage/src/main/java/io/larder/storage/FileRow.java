package io.larder.storage;

/// A file that a terminal sends in parts. `name` is the terminal's, `began` the entry that began
/// it, `size` and `checksum` (MD5 in hex, empty for none) as announced, `received` bytes without
/// gap, `touchedMillis` when something of it came last, 0 when no clock could tell; `sha256` names
/// its content once it is [State#FINISHED], empty until then.
public record FileRow(
        String subject,
        String name,
        long began,
        long size,
        String checksum,
        long received,
        long touchedMillis,
        State state,
        String sha256) {
    /// How far it has come.
    public enum State {
        /// More is to come.
        OPEN,
        /// It is whole, and what it was announced to be.
        FINISHED,
        /// It ended, and is not what it was announced to be.
        DAMAGED
    }

    /// Whether parts of it are still to come.
    public boolean isUnfinished() {
        return state == State.OPEN && received < size;
    }

    /// The same with more of it received.
    public FileRow grown(long bytes, long millis) {
        return new FileRow(subject, name, began, size, checksum, bytes, millis, state, sha256);
    }

    /// The same at its end.
    public FileRow ended(State end, String digest, long millis) {
        return new FileRow(subject, name, began, size, checksum, received, millis, end, digest);
    }
}
