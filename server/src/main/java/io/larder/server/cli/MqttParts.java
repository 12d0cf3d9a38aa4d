package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttSettings;
import io.larder.server.relay.mqtt.MqttTls;
import io.larder.server.relay.mqtt.MqttTopics;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A way up to an MQTT broker, made from the settings.
final class MqttParts {
    private static final Pattern URL =
            Pattern.compile("mqtt(s?)://([^/:@ ]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?/?");
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int HIGHEST_PORT = 65_535;

    private MqttParts() {}

    /// Where the broker is.
    private record Broker(String host, int port, boolean secure) {
        static Broker of(UpstreamSettings from) {
            Matcher url = URL.matcher(from.get(UpstreamKeys.URL));
            if (!url.matches()) {
                throw from.wrong(UpstreamKeys.URL, "mqtt://HOST:PORT or mqtts://HOST:PORT");
            }
            boolean secure = !url.group(1).isEmpty();
            int usual = secure ? TLS_PORT : PORT;
            int port = Optional.ofNullable(url.group(3)).map(Integer::parseInt).orElse(usual);
            if (port < 1 || port > HIGHEST_PORT) {
                throw from.wrong(UpstreamKeys.URL, "a port from 1 to " + HIGHEST_PORT);
            }
            return new Broker(url.group(2).replaceAll("[\\[\\]]", ""), port, secure);
        }
    }

    /// Refuses what names no broker, no topics or nobody.
    static void check(UpstreamSettings from) {
        Broker.of(from);
        login(from);
        topics(from, "box");
    }

    static MqttSettings settings(UpstreamSettings from, UpstreamParts.Around around) {
        Broker broker = Broker.of(from);
        String box = around.box().store().journal().box();
        return new MqttSettings(
                broker.host(),
                broker.port(),
                tls(from, around, broker.secure()),
                login(from),
                or(from.get(UpstreamKeys.CLIENT_ID), "larder-" + box + "-" + from.name()),
                box,
                "larder/" + Main.version(),
                topics(from, box),
                MqttLimits.DEFAULT
                        .withAnswer(Duration.ofSeconds(from.get(UpstreamKeys.ANSWER)))
                        .withSession(
                                Duration.ofSeconds(from.get(UpstreamKeys.KEEP_ALIVE)),
                                Duration.ofSeconds(from.get(UpstreamKeys.SESSION))));
    }

    /// Trust is looked at in the clear too: a fingerprint there is a mistake.
    private static Optional<MqttTls> tls(
            UpstreamSettings from, UpstreamParts.Around around, boolean secure) {
        var trust = TlsParts.trust(around.data(), from);
        var shown = TlsParts.shown(around.data(), from);
        if (shown.isPresent() && !secure) {
            throw from.wrong(UpstreamKeys.CERTIFICATE, "its url is not one with TLS");
        }
        return secure ? Optional.of(MqttTls.of(shown, around.identity(), trust)) : Optional.empty();
    }

    private static Optional<MqttSettings.Login> login(UpstreamSettings from) {
        String user = from.get(UpstreamKeys.USER);
        String password = from.get(UpstreamKeys.PASSWORD);
        if (user.isEmpty()) {
            if (!password.isEmpty()) {
                throw from.wrong(UpstreamKeys.USER, "needed with a password");
            }
            return Optional.empty();
        }
        return Optional.of(
                new MqttSettings.Login(
                        user, Optional.of(password).filter(it -> !it.isEmpty()).map(Secret::of)));
    }

    private static MqttTopics topics(UpstreamSettings from, String box) {
        try {
            return new MqttTopics(
                    from.get(UpstreamKeys.PREFIX), or(from.get(UpstreamKeys.SITE), box));
        } catch (IllegalArgumentException e) {
            throw from.wrong(UpstreamKeys.PREFIX, e.getMessage());
        }
    }

    private static String or(String said, String otherwise) {
        return said.isEmpty() ? otherwise : said;
    }
}
