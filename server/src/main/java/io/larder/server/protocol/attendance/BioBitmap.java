package io.larder.server.protocol.attendance;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A list with a value for each bio type, by its number.
///
/// ```
/// MultiBioDataSupport=0:1:0:0:0:0:0:0:1:1      MultiBioVersion=0:10.0:0:0:0:0:0:0:12.0:58.10
/// ```
///
/// Lists have 9 to 11 values; what is missing is 0. Source: PROTOCOL.md 4.7.
record BioBitmap(List<String> values) {
    private static final String MISSING = "0";
    private static final int TYPES = 11;

    /// Every type that has a number.
    static final BioBitmap ALL = new BioBitmap(Collections.nCopies(TYPES, "1"));

    BioBitmap {
        values = List.copyOf(values);
    }

    static BioBitmap read(String text) {
        return new BioBitmap(text.isBlank() ? List.of() : List.of(text.strip().split(":", -1)));
    }

    /// The value for a type; `0` when there is none.
    String at(int type) {
        String value = type >= 0 && type < values.size() ? values.get(type).strip() : "";
        return value.isEmpty() ? MISSING : value;
    }

    boolean has(int type) {
        return at(type).equals("1");
    }

    /// What both have, as long as the longer one.
    BioBitmap and(BioBitmap other) {
        return new BioBitmap(
                IntStream.range(0, Math.max(values.size(), other.values.size()))
                        .mapToObj(type -> has(type) && other.has(type) ? "1" : MISSING)
                        .toList());
    }

    String write() {
        return values.stream().collect(Collectors.joining(":"));
    }
}
