package io.larder.server.protocol.canteen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.Version;
import java.util.List;
import java.util.Map;

/// Words of the canteen terminals' command language, read and written.
final class CanteenWords {
    static final CommandLanguage LANGUAGE = CanteenCommands.LANGUAGE;
    static final Audience ENGLISH = new Audience("69", Version.of(4, 0, 1), false);

    private CanteenWords() {}

    static Order order(String words) {
        return LANGUAGE.read(List.of(words.split(" ", -1)));
    }

    static String fault(String words) {
        return fault(order(words));
    }

    static String fault(Order order) {
        return LANGUAGE.fault(order).orElse("none");
    }

    static String written(String words) {
        return written(order(words));
    }

    static String written(Order order) {
        return written(order, Map.of());
    }

    static String written(Order order, Map<String, String> dialect) {
        assertThat(LANGUAGE.fault(order)).isEmpty();
        return LANGUAGE.write(order, dialect, ENGLISH).text(UTF_8);
    }
}
