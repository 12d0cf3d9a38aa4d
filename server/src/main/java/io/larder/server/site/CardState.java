package io.larder.server.site;

import java.util.Optional;

/// Whether a card may be used.
public enum CardState {
    ACTIVE("active"),
    LOST("lost");

    private final String word;

    CardState(String word) {
        this.word = word;
    }

    /// The word used outside: `active`, `lost`.
    public String word() {
        return word;
    }

    /// The state of `word`, or empty.
    public static Optional<CardState> of(String word) {
        for (CardState state : values()) {
            if (state.word.equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
