package io.larder.storage;

/// One thing of the site's data as the ledger keeps it.
///
/// - `kind`, `key`: what it is and which one; `place`: kinds with smaller ones are sent to
///   terminals first.
/// - `digest`: over what terminals are told of it; empty when it is deleted and terminals are to
///   forget it.
/// - `owner`: whose it is (a card's person), empty for nobody's.
/// - `roles`: which terminals are told, words joined by commas; empty for all.
/// - `need`: what a terminal must be able to take, one word; `lead`: the key of the item that it
///   must have first, whose roles and end count for this too (see [#leadingKind]); empty when there
///   is none.
/// - `until`: the last day (`yyyy-MM-dd`) on which terminals need it; empty for always.
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
        String until,
        String body,
        long seq) {
    /// The kind of the items that all others with a lead are led by.
    public static final String PERSON_KIND = "person";

    /// The kind of the items that say who is to come, and of those that lead them. Whoever is to
    /// come is their owner.
    public static final String MEMBER_KIND = "member";

    public static final String MEETING_KIND = "meeting";

    /// The role of what only those terminals are told that share what others said.
    public static final String SHARED = "shared";

    /// The kind of the items that lead those of `kind`.
    public static String leadingKind(String kind) {
        return kind.equals(MEMBER_KIND) ? MEETING_KIND : PERSON_KIND;
    }
}
