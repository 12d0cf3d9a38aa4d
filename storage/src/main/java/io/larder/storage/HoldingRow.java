package io.larder.storage;

import java.util.Optional;

/// What a terminal has of one item, by digests.
///
/// - `digest`: what it acknowledged; empty text: it acknowledged to have deleted it; absent: it
///   never had it.
/// - `pending`: what the open command `command` tells it; absent when none is open.
/// - `refused`: what it refused, so that it is not sent the same again and again.
public record HoldingRow(
        String subject,
        String kind,
        String key,
        Optional<String> digest,
        Optional<String> pending,
        long command,
        Optional<String> refused) {}
