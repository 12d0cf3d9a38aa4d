package io.larder.storage;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;

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

    /// Of the segments in `firstSeqs` (number to first entry, 0 for none) those from the one that
    /// holds `seq` on.
    static NavigableMap<Integer, Long> from(NavigableMap<Integer, Long> firstSeqs, long seq) {
        int start = firstSeqs.isEmpty() ? 0 : firstSeqs.firstKey();
        for (Map.Entry<Integer, Long> entry : firstSeqs.entrySet()) {
            if (entry.getValue() > 0 && entry.getValue() <= seq) {
                start = entry.getKey();
            }
        }
        return new TreeMap<>(firstSeqs.tailMap(start, true));
    }
}
