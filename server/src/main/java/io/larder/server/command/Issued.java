package io.larder.server.command;

import java.util.List;

/// What became of an order.
public sealed interface Issued {
    /// It is in the journal: the box sees to it. `ids` are the numbers of the commands in the order
    /// given, `seq` the entry.
    record Mine(List<Long> ids, long seq) implements Issued {
        /// Keeps an unchangeable copy.
        public Mine {
            ids = List.copyOf(ids);
        }
    }

    /// It is not; nothing was kept.
    record Declined(Reason reason, String why) implements Issued {}

    /// Why an order was declined.
    enum Reason {
        UNKNOWN_TERMINAL,
        /// The box is still reading its records: soon it can say more.
        BUSY,
        /// The order itself is wrong.
        WRONG,
        /// Switched off in the configuration.
        SWITCHED_OFF,
        /// Needs an explicit confirmation.
        UNCONFIRMED,
        /// It would do harm now.
        UNSAFE,
        /// More than one journal entry holds: fewer at a time may fit.
        TOO_LARGE,
        /// Too many are open, or the journal takes nothing.
        NO_ROOM
    }
}
