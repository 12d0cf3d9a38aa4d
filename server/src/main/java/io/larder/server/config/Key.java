package io.larder.server.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// One configuration key. `read` turns the text into a value and throws `IllegalArgumentException`
/// for a text it does not take; `expected` says in words what it takes; `about` is the comment in
/// the example file.
public record Key<T>(
        String name,
        String fallback,
        String expected,
        String about,
        boolean secret,
        Function<String, T> read) {
    static final int MOST_PORT = 65_535;
    static final int DAY_SECONDS = 86_400;

    /// The environment variable that overrides the key: `LARDER_TERMINAL_PORT`.
    String variable() {
        return "LARDER_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    /// The same with a longer name.
    Key<T> under(String prefix) {
        return new Key<>(prefix + name, fallback, expected, about, secret, read);
    }

    static Key<Integer> integer(String name, int fallback, int least, int most, String about) {
        return new Key<>(
                name,
                Integer.toString(fallback),
                "a whole number from " + least + " to " + most,
                about,
                false,
                text -> {
                    int value = Integer.parseInt(text);
                    if (value < least || value > most) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                });
    }

    static Key<Boolean> flag(String name, boolean fallback, String about) {
        return new Key<>(
                name,
                Boolean.toString(fallback),
                "true or false",
                about,
                false,
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException("neither");
                        });
    }

    static Key<String> text(String name, String fallback, String about) {
        return new Key<>(name, fallback, "a text", about, false, Function.identity());
    }

    static Key<String> secret(String name, String about) {
        return new Key<>(name, "", "a text", about, true, Function.identity());
    }

    static Key<String> oneOf(String name, String fallback, List<String> words, String about) {
        return new Key<>(
                name,
                fallback,
                "one of " + String.join(", ", words),
                about,
                false,
                text -> {
                    if (!words.contains(text)) {
                        throw new IllegalArgumentException("none of them");
                    }
                    return text;
                });
    }
}
