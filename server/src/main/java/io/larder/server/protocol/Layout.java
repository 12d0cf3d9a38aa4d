package io.larder.server.protocol;

/// What stands behind the words of a command. Sources: PROTOCOL.md 3.4, 3.5; trap T-060.
public enum Layout {
    /// Nothing.
    WORDS,
    /// One free text.
    ARGUMENT,
    /// `key=value`, joined by TAB.
    TABBED,
    /// `key=value`, joined by blanks.
    SPACED,
    /// Values alone, joined by TAB.
    VALUES_TABBED,
    /// Values alone, joined by blanks.
    VALUES_SPACED,
    /// Values alone, joined by TAB for terminals that name a version, by a blank for others.
    VALUES_BY_VERSION;

    String separator(Audience audience) {
        return switch (this) {
            case TABBED, VALUES_TABBED -> "\t";
            case WORDS, ARGUMENT, SPACED, VALUES_SPACED -> " ";
            case VALUES_BY_VERSION -> audience.pushver() == null ? " " : "\t";
        };
    }

    /// True when the place of a value says which field it is.
    boolean isPositional() {
        return switch (this) {
            case WORDS, ARGUMENT, TABBED, SPACED -> false;
            case VALUES_TABBED, VALUES_SPACED, VALUES_BY_VERSION -> true;
        };
    }
}
