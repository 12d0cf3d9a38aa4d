package io.larder.storage;

/// One thing of the site's data as the ledger keeps it.
///
/// - `kind`, `key`: what it is and which one; `place`: kinds with smaller ones are sent to
///   terminals first.
/// - `digest`: over what terminals are told of it; empty when it is deleted and terminals are to
///   forget it.
/// - `owner`: whose it is (a card's person), empty for nobody's.
/// - `roles`: which terminals are told, words joined by commas; empty for all.
/// - `body`: a JSON object; `seq`: the entry that changed it last.
public record ItemRow(
        String kind,
        String key,
        int place,
        String digest,
        String owner,
        String roles,
        String body,
        long seq) {}
