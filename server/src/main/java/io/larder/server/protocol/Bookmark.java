package io.larder.server.protocol;

/// A move of a terminal's own "uploaded up to here". `name` is the option under which the bookmark
/// is returned at the next initialisation (`PosLogStampId`, `ATTLOGStamp`, …), `value` the text the
/// terminal sent or, for record numbers, the largest number of the rows. Source: PROTOCOL.md 1.0.6,
/// 4.3.
public record Bookmark(String name, String value, Rule rule) {
    /// How a new value meets the one already kept.
    public enum Rule {
        /// The later of two times; replaces when either is not a time (opaque stamps).
        TIME,
        /// The larger of two numbers; replaces when either is not a number; starts again at `value`
        /// when the upload opened a new epoch of the numbering.
        NUMBER,
        /// The value last sent wins (attendance stamps are opaque).
        LATEST
    }
}
