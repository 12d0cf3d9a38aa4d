package io.larder.server.record;

/// The natural key of a record within one terminal, and the content by which two rows with the same
/// key are told apart. `table` is the wire table in capitals, `key` what must be unique in it,
/// `content` the canonical text of everything that makes the fact.
public record RecordKey(String table, String key, String content, Rule rule) {
    /// What it means when the key is known but the content differs.
    public enum Rule {
        /// The terminal's numbering began again (cleared, replaced): a new epoch opens and the row
        /// is new in it. PROTOCOL.md 2.1 "Identity and ordering".
        NUMBERED,
        /// A later statement about the same fact: a revision, both are kept. Trap T-080.
        REVISED,
        /// How something is now, compared with how it was last: what came back to an earlier state
        /// is a revision too, and only the same as last time is a repeat.
        STATE
    }
}
