package io.larder.server.command;

/// The number by which a terminal knows a command: decimal, at most 16 digits, never used twice by
/// a box. Each spelling that is tried has a number of its own, so that a reply that comes twice is
/// not taken for the answer to the next spelling. Sources: PROTOCOL.md 3.1, trap T-081.
///
/// ```
/// number = entry number * 1000 + spelling (0 to 4) * 200 + place in the entry (0 to 199)
/// ```
record WireId(long id, int spelling) {
    private static final int PER_ENTRY = 1_000;

    /// The number of the command at `place` of entry `seq`.
    static WireId of(long seq, int place) {
        return new WireId(seq * PER_ENTRY + place, 0);
    }

    /// The number that a command is handed over with now.
    static WireId of(Command command) {
        return new WireId(command.id(), command.delivery().tried().size());
    }

    static WireId read(long number) {
        int rest = (int) (number % PER_ENTRY);
        int place = rest % CommandLimits.ORDERS_PER_ENTRY;
        return new WireId(number - rest + place, rest / CommandLimits.ORDERS_PER_ENTRY);
    }

    /// Whether there is a number for one more spelling.
    static boolean hasRoom(int tried) {
        return (tried + 1) * CommandLimits.ORDERS_PER_ENTRY < PER_ENTRY;
    }

    /// The entry that ordered it.
    long seq() {
        return id / PER_ENTRY;
    }

    long number() {
        return id + (long) spelling * CommandLimits.ORDERS_PER_ENTRY;
    }
}
