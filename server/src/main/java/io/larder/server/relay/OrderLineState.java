package io.larder.server.relay;

import java.util.Optional;

/// How the way down from one headquarters is doing.
///
/// - `connected`: the last question was answered; `lastError`: why it is or last was not.
/// - `asked`: questions that were answered; `taken`, `declined`: orders since the start.
public record OrderLineState(
        String name,
        boolean connected,
        Optional<String> lastError,
        long asked,
        long taken,
        long declined) {}
