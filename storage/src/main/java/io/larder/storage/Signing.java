package io.larder.storage;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How a journal is signed while it is written.
///
/// - `signer`: the box's key.
/// - `wallMillis`: the wall clock.
/// - `everyMillis`: at most so often a statement is written between the ends of segments; 0 for
///   never.
/// - `alarm`: told once what keeps the journal from being signed, or contradicts what was signed.
///   Entries are taken all the same.
public record Signing(
        Signer signer, LongSupplier wallMillis, long everyMillis, Consumer<String> alarm) {
    /// Of a box: what came in during the last minute is not signed yet.
    public static final long EVERY_MILLIS = 60_000;
}
