package io.larder.storage;

/// One thing of the site's data as the ledger keeps it.
///
/// - `kind`, `key`: what it is and which one; `place`: kinds with smaller ones are sent to
///   terminals first.
/// - `digest`: over what terminals are told of it; empty when it is deleted and terminals are to
///   forget it.
/// - `owner`: whose it is (a card's person), empty for nobody's.
/// - `roles`: which terminals are told, words joined by commas; empty for all.
/// - `need`: what a terminal must be able to take, one word; `lead`: the key of the person that it
///   must have first, whose roles and end count for this too; empty when there is none.
/// - `body`: a JSON object; `seq`: the entry that changed it last.
public record ItemRow(
        String kind,
        String key,
        int place,
        String digest,
        String owner,
        String roles,
        String need,
        String lead,
        String body,
        long seq) {
    /// The kind of the items that others may be led by.
    public static final String LEADING_KIND = "person";

    /// The role of what only those terminals are told that share what others said.
    public static final String SHARED = "shared";
}
