package io.larder.server.record;

import java.util.Optional;
import java.util.regex.Pattern;

/// The serial number by which a terminal names itself: 1 to 32 letters, digits, `-`, `_` or `.`,
/// kept as sent (leading zeros matter). Source: S0 table of init parameters, `SN`.
public record Serial(String text) implements Comparable<Serial> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    /// Throws `IllegalArgumentException` for a text that [#read] would refuse.
    public Serial {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a serial number: " + text);
        }
    }

    /// The serial in `text`, or empty when the text is none.
    public static Optional<Serial> read(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Serial(text)) : Optional.empty();
    }

    @Override
    public int compareTo(Serial other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
