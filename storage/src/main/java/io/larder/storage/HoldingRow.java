package io.larder.storage;

import java.util.Optional;

/// What a terminal has of one item, by digests.
///
/// - `digest`: what it acknowledged; empty text: it acknowledged to have deleted it; absent: it
///   never had it.
/// - `pending`: what the open command `command` tells it; absent when none is open.
/// - `mark`: see [Mark].
/// - `refused`: what it refused, so that it is not sent the same again and again.
public record HoldingRow(
        String subject,
        String kind,
        String key,
        Optional<String> digest,
        Optional<String> pending,
        long command,
        Optional<String> refused,
        Mark mark) {
    /// What else stands between the terminal and the item.
    public enum Mark {
        /// Nothing: the item's roles decide.
        NONE,
        /// The terminal is to have it whatever the roles say.
        GRANTED,
        /// The terminal has something else under the same key: it is left alone.
        STRANGER
    }

    /// What a terminal has of an item that it was never told of.
    public static HoldingRow nothing(String subject, String kind, String key) {
        return new HoldingRow(
                subject,
                kind,
                key,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Mark.NONE);
    }

    /// The same with another mark.
    public HoldingRow marked(Mark other) {
        return new HoldingRow(subject, kind, key, digest, pending, command, refused, other);
    }

    /// The same once the terminal has `now` of it.
    public HoldingRow having(String now) {
        return new HoldingRow(
                subject, kind, key, Optional.of(now), pending, command, refused, mark);
    }
}
