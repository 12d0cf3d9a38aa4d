package io.larder.storage;

/// An entry that was not taken. Nothing of it is kept, the sender holds it and comes again.
public record Refused(Reason reason, String why) implements Appended {
    /// Why the journal did not take it.
    public enum Reason {
        /// Too many bytes wait already.
        BUSY,
        /// The ring has no room left for this class of entries.
        FULL,
        /// The medium failed; the journal takes nothing until it is opened anew.
        FAILED,
        /// Larger than an entry may be.
        TOO_LARGE,
        /// The journal was closed.
        CLOSED
    }
}
