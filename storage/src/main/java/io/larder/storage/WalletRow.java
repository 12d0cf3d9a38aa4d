package io.larder.storage;

/// What a card held when a terminal last wrote it: `sequence` is the card's own counter, `body` a
/// JSON object, `seq` the entry that told.
public record WalletRow(String card, long sequence, String body, long seq) {}
