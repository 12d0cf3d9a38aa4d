package io.larder.storage;

/// A line that was kept but not understood. `settled` tells that it was understood later.
public record QuarantineRow(
        Position position,
        String subject,
        String family,
        String source,
        String reason,
        byte[] raw,
        long receivedMillis,
        long repeats,
        boolean settled) {}
