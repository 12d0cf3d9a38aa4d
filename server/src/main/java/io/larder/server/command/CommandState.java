package io.larder.server.command;

import java.util.Optional;

/// Where a command is on its way.
///
/// ```
/// issued ──poll──> handedOver ──reply──> settled | failed
///    │                 ├─ no reply, repeatable: handed over again
///    │                 └─ another spelling is tried: issued again
///    └────────────────┴─> cancelled | expired | failed
/// ```
///
/// A late reply still turns what had ended without one into `settled` or `failed`.
public enum CommandState {
    ISSUED("issued"),
    HANDED_OVER("handedOver"),
    /// Carried out, as far as the terminal says.
    SETTLED("settled"),
    /// Refused by the terminal, or given up without a reply.
    FAILED("failed"),
    /// It was not handed over in the time that it was good for.
    EXPIRED("expired"),
    /// A person or a later order took it back.
    CANCELLED("cancelled");

    private final String word;

    CommandState(String word) {
        this.word = word;
    }

    /// The word used outside, for example `handedOver`.
    public String word() {
        return word;
    }

    /// Whether anything is still to come.
    public boolean isOpen() {
        return this == ISSUED || this == HANDED_OVER;
    }

    /// The state of `word`, or empty.
    public static Optional<CommandState> of(String word) {
        for (CommandState state : values()) {
            if (state.word.equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
