package io.larder.storage;

import java.util.OptionalInt;

/// Names of segment files. The number in the name is what counts; a header page that says otherwise
/// belongs to a recycling that a power cut interrupted.
final class Segments {
    private static final String PREFIX = "segment-";
    private static final int DIGITS = 10;

    private Segments() {}

    static String name(int number) {
        return PREFIX + String.format("%0" + DIGITS + "d", number);
    }

    static OptionalInt number(String name) {
        if (name.length() != PREFIX.length() + DIGITS || !name.startsWith(PREFIX)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(name.substring(PREFIX.length())));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
