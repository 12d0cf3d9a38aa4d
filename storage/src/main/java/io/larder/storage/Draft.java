package io.larder.storage;

/// An entry before it has a number. `serial` names its sender (at most 255 bytes of ASCII, may be
/// empty), `payload` is given away by the caller and not copied, `deferrable` marks what is refused
/// first when room is short, `secret` what is closed on the medium. Times are milliseconds;
/// `bootId` tells monotonic clocks apart.
public record Draft(
        EntryKind kind,
        String serial,
        byte[] payload,
        boolean deferrable,
        boolean secret,
        Stamp stamp) {
    /// An upload may hold anything: it is secret unless somebody who knows better says otherwise.
    public Draft(EntryKind kind, String serial, byte[] payload, boolean deferrable, Stamp stamp) {
        this(kind, serial, payload, deferrable, kind == EntryKind.UPLOAD, stamp);
    }

    /// When it came: wall clock (may be wrong without a battery), monotonic clock, which boot, and
    /// whether the wall clock was trusted then.
    public record Stamp(long wallMillis, long monotonicMillis, int bootId, boolean clockTrusted) {}
}
