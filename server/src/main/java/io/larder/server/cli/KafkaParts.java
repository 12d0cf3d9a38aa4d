package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import io.larder.server.relay.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A way up to Kafka, made from the settings.
final class KafkaParts {
    private static final Pattern URL =
            Pattern.compile("kafka(\\+tls)?://([^/, ]+:\\d{1,5}(?:,[^/, ]+:\\d{1,5})*)/?");

    /// What Kafka takes as a topic's name, with room for the kind behind it.
    private static final String PREFIX = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";

    private KafkaParts() {}

    /// Refuses what names no brokers, no topics or nobody.
    static void check(UpstreamSettings from) {
        url(from);
        prefix(from);
        login(from);
    }

    private static Matcher url(UpstreamSettings from) {
        Matcher url = URL.matcher(from.get(UpstreamKeys.URL));
        if (!url.matches()) {
            throw from.wrong(
                    UpstreamKeys.URL,
                    "kafka://HOST:PORT or kafka+tls://HOST:PORT, more brokers after commas");
        }
        return url;
    }

    private static String prefix(UpstreamSettings from) {
        String prefix = from.get(UpstreamKeys.PREFIX);
        if (!prefix.matches(PREFIX)) {
            throw from.wrong(UpstreamKeys.PREFIX, "1 to 200 letters, digits, '.', '_' or '-'");
        }
        return prefix;
    }

    static KafkaSettings settings(UpstreamSettings from, UpstreamParts.Around around) {
        Matcher url = url(from);
        return new KafkaSettings(
                from.name(),
                List.of(url.group(2).split(",")),
                prefix(from),
                Optional.ofNullable(url.group(1))
                        .map(_ -> TlsParts.upstream(around.data(), from, around.identity())),
                login(from),
                new KafkaSettings.Making(
                        from.get(UpstreamKeys.MAKE_TOPICS),
                        Optional.of(from.get(UpstreamKeys.PARTITIONS)).filter(it -> it > 0),
                        Optional.of(from.get(UpstreamKeys.REPLICAS))
                                .filter(it -> it > 0)
                                .map(Integer::shortValue)),
                from.get(UpstreamKeys.COMPRESSION),
                Duration.ofSeconds(from.get(UpstreamKeys.ANSWER)),
                Duration.ofSeconds(from.get(UpstreamKeys.TRANSACTION)));
    }

    private static Optional<KafkaSettings.Login> login(UpstreamSettings from) {
        String user = from.get(UpstreamKeys.USER);
        String password = from.get(UpstreamKeys.PASSWORD);
        if (user.isEmpty() != password.isEmpty()) {
            throw from.wrong(
                    user.isEmpty() ? UpstreamKeys.USER : UpstreamKeys.PASSWORD,
                    "user and password go together");
        }
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new KafkaSettings.Login(
                                from.get(UpstreamKeys.MECHANISM), user, Secret.of(password)));
    }
}
