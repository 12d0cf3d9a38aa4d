package io.larder.server.record;

import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of money in fen (1/100 yuan), the unit of every canteen row. May be negative. Source:
/// PROTOCOL.md 0.2, trap T-035.
public record Fen(long amount) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,15}");

    /// Reads a whole number of fen; blanks around it are tolerated because terminals pad in the C
    /// printf manner (PROTOCOL.md 1.0.3). Empty when the text is anything else.
    public static Optional<Fen> read(String text) {
        String trimmed = text.strip();
        return WHOLE.matcher(trimmed).matches()
                ? Optional.of(new Fen(Long.parseLong(trimmed)))
                : Optional.empty();
    }
}
