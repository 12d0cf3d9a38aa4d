package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts as MQTT takes them.
final class Texts {
    private Texts() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// Without what a text in MQTT must not have: NUL, and halves of characters.
    static String property(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i));
        }
        return plain ? text : new String(bytes(text), UTF_8).replace('\0', '\uFFFD');
    }
}
