package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import java.util.HexFormat;
import java.util.Locale;

/// Where on the broker everything of one box is.
///
/// ```
/// PREFIX/SITE/records/TERMINAL/KIND  PREFIX/SITE/presence  PREFIX/SITE/cursor/BOX/EPOCH
/// PREFIX/SITE/orders                 PREFIX/SITE/orders/answers
/// ```
///
/// What would be something else in a topic (`/`, `+`, `#`, `%`, control characters, what is no
/// Unicode) is written as `%` and two hex digits for each byte of UTF-8.
public final class MqttTopics {
    /// In the place of the terminal, for records that the box itself states.
    static final String OF_BOX = "box";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int TOPIC_BYTES = 1024;

    private final String root;

    /// `prefix` may have several levels; `site` is one and belongs to one box only. Throws
    /// `IllegalArgumentException` for what can be in no topic.
    public MqttTopics(String prefix, String site) {
        if (prefix.isEmpty() || prefix.matches(".*[+#\\p{Cntrl}].*|/.*|.*/|.*//.*|\\$.*")) {
            throw new IllegalArgumentException(
                    "the prefix is "
                            + prefix
                            + ", expected levels like `larder` or `acme/canteen`");
        }
        if (site.isEmpty()) {
            throw new IllegalArgumentException("the site is empty, expected a name");
        }
        this.root = prefix + "/" + level(site) + "/";
        if (root.getBytes(UTF_8).length > TOPIC_BYTES) {
            throw new IllegalArgumentException(
                    "prefix and site are longer than " + TOPIC_BYTES + " bytes");
        }
    }

    MqttTopic records(String terminal, String kind) {
        String from = terminal.isEmpty() ? OF_BOX : level(terminal);
        return MqttTopic.of(root + "records/" + from + "/" + level(kind));
    }

    MqttTopic presence() {
        return MqttTopic.of(root + "presence");
    }

    MqttTopic cursor(String box, long epoch) {
        return MqttTopic.of(root + "cursor/" + box + "/" + epoch);
    }

    MqttTopic orders() {
        return MqttTopic.of(root + "orders");
    }

    MqttTopic answers() {
        return MqttTopic.of(root + "orders/answers");
    }

    private static String level(String text) {
        StringBuilder level = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (isPlain(point)) {
                        level.appendCodePoint(point);
                    } else {
                        escape(level, Character.toString(point).getBytes(UTF_8));
                    }
                });
        return level.toString();
    }

    private static boolean isPlain(int point) {
        return "/+#%".indexOf(point) < 0 && Texts.isFit(point);
    }

    private static void escape(StringBuilder level, byte[] bytes) {
        for (byte each : bytes) {
            level.append('%').append(HEX.toHexDigits(each).toUpperCase(Locale.ROOT));
        }
    }
}
