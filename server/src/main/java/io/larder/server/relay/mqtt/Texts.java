package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts as MQTT takes them.
final class Texts {
    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// Without what a text in MQTT must not have, or what brokers end the connection for: NUL and
    /// other control characters, halves of characters, what is no character. Keys of attendance
    /// records have tabs in them.
    static String property(String text) {
        return text.codePoints().allMatch(Texts::isFit)
                ? text
                : text.codePoints()
                        .map(point -> isFit(point) ? point : REPLACEMENT)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    /// Whether it may stand in a text.
    static boolean isFit(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
