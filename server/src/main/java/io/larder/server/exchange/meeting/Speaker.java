package io.larder.server.exchange.meeting;

import io.larder.server.record.Bytes;

/// The way back to one connected terminal. May be used by any thread and never waits for the
/// terminal.
public interface Speaker {
    /// Nothing is wrong.
    int NORMAL = 1000;

    /// The box is stopping.
    int GOING_AWAY = 1001;

    /// What came is no WebSocket.
    int BROKEN = 1002;

    /// A text is not in UTF-8.
    int NO_TEXT = 1007;

    /// What came breaks a rule of this box.
    int AGAINST_THE_RULES = 1008;

    /// A message is larger than this box takes.
    int TOO_LARGE = 1009;

    /// A fault of this box.
    int INTERNAL = 1011;

    /// No room just now.
    int TRY_AGAIN = 1013;

    /// Says something, behind what was said before; false when it cannot get there any more.
    boolean say(String text);

    /// The same of a message that is sealed (PROTOCOL.md 5.4).
    boolean sayClosed(Bytes sealed);

    /// Ends the connection behind what was said before. `closeCode` is one of WebSocket, `why` a
    /// short text for people.
    void end(int closeCode, String why);
}
