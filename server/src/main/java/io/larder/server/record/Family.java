package io.larder.server.record;

import java.util.Locale;

/// The protocol families a terminal can belong to (PROTOCOL.md 0.1).
public enum Family {
    CANTEEN,
    ATTENDANCE,
    MEETING;

    /// The word used outside: `canteen`, `attendance`, `meeting`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The family of `word`; throws `IllegalArgumentException` for a word that is none.
    public static Family of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
