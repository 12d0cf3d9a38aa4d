package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.storage.Receipt;

/// What goes back to the terminal.
public sealed interface Answer {
    /// The upload is durable: `OK`. Cannot be made without the receipt.
    record Stored(Receipt receipt) implements Answer {}

    /// Nothing to do: the two bytes `OK` to a poll or ping.
    record Idle() implements Answer {}

    /// 200 with a text of the protocol (options, time, commands).
    record Text(Bytes body) implements Answer {}

    /// Not done. `status` is 4xx or 5xx, `why` a short text that never begins with `OK`,
    /// `retryAfterSeconds` 0 for none. Source: PROTOCOL.md 1.0.7.
    record Refused(int status, String why, int retryAfterSeconds) implements Answer {}
}
