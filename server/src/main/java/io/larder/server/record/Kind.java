package io.larder.server.record;

import java.util.Optional;

/// What business fact a record states; the words are fixed by the record format, version 1.
public enum Kind {
    PURCHASE("purchase"),
    PURCHASE_ITEM("purchaseItem"),
    TOPUP("topup"),
    SUBSIDY("subsidy"),
    PUNCH("punch"),
    OPERATION("operation"),
    PERSON("person"),
    TEMPLATE("template"),
    PHOTO("photo"),
    VERIFICATION("verification"),
    CARD_EVENT("cardEvent"),
    COMMAND_RESULT("commandResult"),
    TERMINAL_STATE("terminalState"),
    IDENTITY_CARD("identityCard"),
    TERMINAL_ERROR("terminalError"),
    UNKNOWN("unknown"),
    GAP("gap"),
    CLOCK("clock");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /// The word used outside, for example `purchaseItem`.
    public String word() {
        return word;
    }

    /// Whether it is the box's own statement, not a terminal's.
    public boolean isOfBox() {
        return this == GAP || this == CLOCK;
    }

    /// The kind of `word`, or empty.
    public static Optional<Kind> of(String word) {
        for (Kind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
