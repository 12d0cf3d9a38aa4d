package io.larder.server.protocol;

import java.util.Map;

/// What stands behind the words of a command. Sources: PROTOCOL.md 3.4, 3.5, 6.8; traps T-060,
/// T-062.
public enum Layout {
    /// Nothing.
    WORDS,
    /// One free text.
    ARGUMENT,
    /// `key=value`, joined by TAB.
    TABBED,
    /// `key=value`, joined by TAB, or by blanks for those that want it so.
    TABBED_OR_SPACED,
    /// `key=value`, joined by blanks.
    SPACED,
    /// Values alone, joined by TAB.
    VALUES_TABBED,
    /// Values alone, joined by blanks.
    VALUES_SPACED,
    /// Values alone, joined by TAB for terminals that name a version, by a blank for others.
    VALUES_BY_VERSION,
    /// Members of a JSON object; typed as `key=value`, joined by blanks.
    MEMBERS;

    /// Which of the two a terminal wants (trap T-062).
    public static final Fact TAB_OR_BLANK =
            Fact.of("range.separator", new Fact.Way("tab", "\t"), new Fact.Way("blank", " "));

    String separator(Audience audience, Map<String, String> dialect) {
        return switch (this) {
            case TABBED_OR_SPACED -> TAB_OR_BLANK.way(dialect).wire();
            case TABBED, VALUES_TABBED -> "\t";
            case WORDS, ARGUMENT, SPACED, VALUES_SPACED, MEMBERS -> " ";
            case VALUES_BY_VERSION -> audience.pushver() == null ? " " : "\t";
        };
    }

    /// True when the place of a value says which field it is.
    boolean isPositional() {
        return switch (this) {
            case WORDS, ARGUMENT, TABBED, TABBED_OR_SPACED, SPACED, MEMBERS -> false;
            case VALUES_TABBED, VALUES_SPACED, VALUES_BY_VERSION -> true;
        };
    }
}
