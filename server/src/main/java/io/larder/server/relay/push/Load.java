package io.larder.server.relay.push;

import io.larder.storage.Position;

/// Something that the server is to have from one terminal: an upload as it came, or the reply to a
/// command of the server's. `rows` is how many lines there are to take, -1 where the server counts
/// otherwise; `table` in capitals, `reference` of the command that is replied to, else empty.
record Load(Position position, String serial, Ask ask, String table, int rows, String reference) {
    /// The place behind it.
    Position next() {
        return new Position(position.seq(), position.row() + 1);
    }

    int bytes() {
        return ask.body().length() + ask.target().length();
    }
}
