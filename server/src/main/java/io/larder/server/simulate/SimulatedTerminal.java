package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.util.List;
import java.util.Map;

/// What a terminal says, as a sequence of calls that depends on its generator and on nothing else:
/// no socket, no clock. [Firmware] carries the calls to the box.
sealed interface SimulatedTerminal permits CanteenTerminal, AttendanceTerminal {
    Serial serial();

    /// The initialisation; `address` is the box as the terminal was told it.
    Call hello(String address);

    /// Goes on where an earlier run ended, so that no record number and no time is used twice:
    /// after the bookmarks of the box, or after what `past` holds if that is further on. It is
    /// called again whenever the terminal initialises again.
    void resume(Map<String, String> options, Obligations past);

    /// The next upload; every call makes new rows.
    Outgoing next();

    /// Asks for commands.
    Call poll();

    /// Carries `order` out or refuses it; what needs the box goes through `reach`.
    Reply obey(Order order, Reach reach) throws InterruptedException;

    /// The calls that say `replies`, in this order.
    List<Call> report(List<Reply> replies);

    /// Whether a reply is sent before the next command is carried out.
    boolean repliesAtOnce();

    /// What goes wrong with this terminal.
    Mishaps mishaps();
}
