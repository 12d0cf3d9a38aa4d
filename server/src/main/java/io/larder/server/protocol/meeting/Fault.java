package io.larder.server.protocol.meeting;

/// What a meeting terminal is told when something cannot be done. The vendor's table of codes is
/// lost; ours have its shape (PROTOCOL.md 6.2): side, two digits of the part, `E`, four digits. A
/// code never changes its meaning.
public enum Fault {
    /// The text is no JSON object, or not a message.
    UNREADABLE("S00E0001"),
    /// There is no such `funcId`, or this box does not offer it.
    UNKNOWN_FUNCTION("S00E0002"),
    /// A field is missing or cannot be what it says.
    WRONG_FIELD("S00E0003"),
    /// The message or the file is larger than this box takes.
    TOO_LARGE("S00E0004"),
    /// Not now, but the same will do later: the terminal keeps it and comes again.
    TRY_AGAIN("S00E0005"),
    /// The terminal is not known here, or not let in.
    NOT_ADMITTED("S01E0001"),
    /// Key, code, secret or signature is not the one of this terminal.
    WRONG_SECRET("S01E0002"),
    /// Something before that was left out: nothing is taken before the log-in.
    NOT_LOGGED_IN("S01E0003"),
    /// Too old, too far in the future, or said before.
    STALE("S01E0004"),
    /// Nobody began a file of that name, or its parts do not fit.
    WRONG_FILE("S02E0001"),
    /// The file is not what its size or checksum says.
    DAMAGED_FILE("S02E0002"),
    /// A fault of this box.
    INTERNAL("S00E9999");

    private final String code;

    Fault(String code) {
        this.code = code;
    }

    /// Eight characters.
    public String code() {
        return code;
    }
}
