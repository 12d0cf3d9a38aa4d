package io.larder.storage;

import java.util.Optional;

/// A record as the ledger keeps it.
///
/// - `position`: the entry and row it was read from.
/// - `kind`, `family`, `verdict`: words of the record format.
/// - `subject`: whose record it is (a terminal's serial); `source`: the table it came in.
/// - `key`, `epoch`, `digest`: natural key within subject and source, the life of its numbering
///   (from 0), and 16 bytes over the content.
/// - `fields`: a JSON object; `whole` says that it carries the identity of another box already.
/// - `raw`: the line as received; empty when it is too large for the ledger and stays in the
///   journal.
/// - `receivedMillis`: wall clock of the entry; `repeats`: how often the same was sent again.
public record LedgerRow(
        Position position,
        String kind,
        String family,
        String verdict,
        String subject,
        String source,
        String key,
        int epoch,
        byte[] digest,
        String fields,
        boolean whole,
        Optional<byte[]> raw,
        long receivedMillis,
        boolean clockTrusted,
        long repeats) {

    /// What is known under a natural key.
    public record Known(Position position, int epoch, byte[] digest) {}
}
