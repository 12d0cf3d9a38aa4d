package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.Record;

/// What reading one line of an upload gave.
public sealed interface Row {
    /// A line that was understood.
    record Read(Record record) implements Row {}

    /// A line that was not: it goes to quarantine with its bytes and the reason.
    record Odd(Bytes line, String why) implements Row {}
}
