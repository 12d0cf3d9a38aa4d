package io.larder.server.site;

import java.util.Optional;

/// What a terminal can ask for a card. Source: PROTOCOL.md 1.1.5.
public enum CardService {
    LOST(2, "lost"),
    RELEASED(3, "released"),
    /// Whether the password may be changed: changes nothing (trap T-039).
    MAY_CHANGE(4, ""),
    PASSWORD_CHANGED(5, "passwordChanged");

    private final int number;
    private final String event;

    CardService(int number, String event) {
        this.number = number;
        this.event = event;
    }

    /// The digit of `RepType`.
    public int number() {
        return number;
    }

    /// The word of the record format for what came of it; empty when nothing can.
    public String event() {
        return event;
    }

    /// The service of a digit, or empty.
    public static Optional<CardService> of(int number) {
        for (CardService service : values()) {
            if (service.number == number) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
