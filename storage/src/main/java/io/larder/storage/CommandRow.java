package io.larder.storage;

/// A command as the ledger keeps it.
///
/// - `subject`: the terminal's serial; `id`: the number by which the terminal names it, ascending
///   in the order of issue and never reused.
/// - `state`: a word of the state machine; `open`: whether anything is still to come.
/// - `target`: what it changes, empty when no later command could overwrite it.
/// - `body`: a JSON object with all the rest.
public record CommandRow(
        String subject, long id, String state, boolean open, String target, String body) {}
