package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.storage.Receipt;

/// What goes back to the terminal.
public sealed interface Answer {
    /// What is said when there is nothing to say.
    Bytes OK = Bytes.latin1("OK");

    /// The upload is durable: `acknowledgement` says so, mostly with `OK`. Cannot be made without
    /// the receipt.
    record Stored(Receipt receipt, String acknowledgement) implements Answer {}

    /// Nothing to do: the two bytes `OK` to a poll or ping.
    record Idle() implements Answer {}

    /// 200 with a text of the protocol (options, time, commands).
    record Text(Bytes body) implements Answer {}

    /// 200 with a public key or a factor (PROTOCOL.md 5.1).
    record Keys(Bytes body) implements Answer {}

    /// 200 with what another answer says, sealed for the terminal; of an upload only once that is
    /// durable.
    record Sealed(Bytes body) implements Answer {}

    /// A file or a part of it: `length` bytes at `from`. The file is open: whoever gets this answer
    /// closes it.
    record File(Content content, long from, long length, boolean part) implements Answer {}

    /// A part of a file that lies beyond its end; the file has `size` bytes.
    record OutOfRange(long size) implements Answer {}

    /// Not done. `status` is 4xx or 5xx, `why` a short text that never begins with `OK`,
    /// `retryAfterSeconds` 0 for none. Source: PROTOCOL.md 1.0.7.
    record Refused(int status, String why, int retryAfterSeconds) implements Answer {}
}
