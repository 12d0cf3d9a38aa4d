package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.Map;

/// What a terminal says, as a sequence of calls that depends on its generator and on nothing else:
/// no socket, no clock. [Firmware] carries the calls to the box.
sealed interface SimulatedTerminal permits CanteenTerminal, AttendanceTerminal {
    Serial serial();

    /// The initialisation; `address` is the box as the terminal was told it.
    Call hello(String address);

    /// Goes on where an earlier run ended, so that no record number and no time is used twice:
    /// after the bookmarks of the box, or after what `past` holds if that is further on.
    void resume(Map<String, String> options, Obligations past);

    /// The next upload; every call makes new rows.
    Outgoing next();

    /// Asks for commands.
    Call poll();

    /// Says that the command in `line` (`C:<id>:<text>`) was carried out.
    Call done(String line);

    /// Body of a reply to a command (PROTOCOL.md 3.3).
    static Bytes carriedOut(String line) {
        String[] parts = line.split(":", 3);
        String text = parts.length < 3 ? "" : parts[2];
        return Bytes.utf8("ID=" + parts[1] + "&Return=0&CMD=" + text.split("[ \t]", 2)[0] + "\n");
    }
}
