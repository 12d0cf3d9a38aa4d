package io.larder.storage;

/// A line that was kept but not understood. `settled` tells that it was understood later; `raw` has
/// no byte when it was closed under a key that is not here.
public record QuarantineRow(
        Position position,
        String subject,
        String family,
        String source,
        String reason,
        byte[] raw,
        long receivedMillis,
        long repeats,
        boolean settled) {
    QuarantineRow with(byte[] other) {
        return new QuarantineRow(
                position, subject, family, source, reason, other, receivedMillis, repeats, settled);
    }
}
