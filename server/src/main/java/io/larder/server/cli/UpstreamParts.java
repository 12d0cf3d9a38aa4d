package io.larder.server.cli;

import io.larder.crypto.Identity;
import io.larder.server.command.Commands;
import io.larder.server.config.Key;
import io.larder.server.config.Keys;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.relay.Allowance;
import io.larder.server.relay.Box;
import io.larder.server.relay.OrderLine;
import io.larder.server.relay.OrderSource;
import io.larder.server.relay.Plan;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.Selection;
import io.larder.server.relay.SiteFeed;
import io.larder.server.relay.SiteSource;
import io.larder.server.relay.Upstream;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.server.relay.larder.Access;
import io.larder.server.relay.larder.EnrolledAccess;
import io.larder.server.relay.larder.Invitation;
import io.larder.server.relay.larder.LarderOrders;
import io.larder.server.relay.larder.LarderSite;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.relay.mqtt.MqttOrders;
import io.larder.server.relay.mqtt.MqttSettings;
import io.larder.server.relay.mqtt.MqttUpstream;
import io.larder.server.site.SiteCopy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The ways up that the settings name, and what comes down them: one relay each, and one order line
/// where orders are taken.
final class UpstreamParts {
    /// One way: records go up, orders and site data come down if they can there.
    record Way(Upstream up, Optional<OrderSource> orders, Optional<SiteSource> site) {}

    /// What every way is made with.
    record Around(Path data, Identity identity, Box box) {}

    private final UpstreamSettings settings;
    private final Around around;
    private final Way way;

    private UpstreamParts(UpstreamSettings settings, Around around, Way way) {
        this.settings = settings;
        this.around = around;
        this.way = way;
    }

    /// Makes the way and connects nothing yet.
    static UpstreamParts of(UpstreamSettings settings, Around around) throws IOException {
        Way way =
                switch (settings.get(UpstreamKeys.KIND)) {
                    case LARDER -> larder(settings, around);
                    case PUSH -> PushParts.way(settings, around);
                    case KAFKA -> kafka(settings, around);
                    case MQTT -> mqtt(settings, around);
                };
        return new UpstreamParts(settings, around, way);
    }

    /// As far as [#of] would refuse it without having looked at a file; throws [Settings.Wrong].
    static void check(UpstreamSettings settings) {
        switch (settings.get(UpstreamKeys.KIND)) {
            case LARDER -> {
                invitation(settings, uri(settings));
                TlsParts.checkTrust(settings);
            }
            case PUSH -> {
                PushParts.check(settings);
                TlsParts.checkTrust(settings);
            }
            case KAFKA -> KafkaParts.check(settings);
            case MQTT -> {
                MqttParts.check(settings);
                TlsParts.checkTrust(settings);
            }
        }
        plan(settings);
    }

    private static Way larder(UpstreamSettings settings, Around around) throws IOException {
        URI uri = uri(settings);
        Access access = access(settings, around, uri);
        LineLimits line =
                LineLimits.DEFAULT.withAnswer(
                        Duration.ofSeconds(settings.get(UpstreamKeys.ANSWER)));
        return new Way(
                new LarderUpstream(access, uri, "larder/" + Main.version(), line),
                Optional.of(new LarderOrders(access, uri, line)),
                Optional.of(new LarderSite(access, uri, line)));
    }

    /// A token may be an invitation: then headquarters is known by that, and the box by its
    /// certificate.
    private static Access access(UpstreamSettings settings, Around around, URI uri)
            throws IOException {
        Optional<Invitation> invitation = invitation(settings, uri);
        if (invitation.isEmpty()) {
            return Access.byToken(
                    LarderUpstream.client(
                            TlsParts.upstream(around.data(), settings, around.identity())),
                    RelayParts.token(settings.get(UpstreamKeys.TOKEN)));
        }
        String history = IdentityFile.historyText(around.data());
        String box = around.box().store().journal().box();
        return new EnrolledAccess(
                uri, invitation.get(), new EnrolledAccess.Self(around.identity(), history, box));
    }

    private static Optional<Invitation> invitation(UpstreamSettings settings, URI uri) {
        String token = settings.get(UpstreamKeys.TOKEN);
        if (!Invitation.isOne(token)) {
            return Optional.empty();
        }
        if (!"https".equals(uri.getScheme())) {
            throw settings.wrong(UpstreamKeys.URL, "an invitation needs https://HOST:PORT");
        }
        if (!settings.get(UpstreamKeys.FINGERPRINT).isEmpty()
                || !settings.get(UpstreamKeys.CA).isEmpty()) {
            throw settings.wrong(
                    UpstreamKeys.TOKEN,
                    "an invitation says whom to believe: leave fingerprint and ca empty");
        }
        try {
            return Optional.of(Invitation.read(token));
        } catch (IllegalArgumentException e) {
            throw settings.wrong(UpstreamKeys.TOKEN, e.getMessage());
        }
    }

    private static Way mqtt(UpstreamSettings settings, Around around) {
        MqttSettings broker = MqttParts.settings(settings, around);
        return new Way(
                new MqttUpstream(broker), Optional.of(new MqttOrders(broker)), Optional.empty());
    }

    private static Way kafka(UpstreamSettings settings, Around around) {
        return new Way(
                new KafkaUpstream(KafkaParts.settings(settings, around)),
                Optional.empty(),
                Optional.empty());
    }

    private static URI uri(UpstreamSettings settings) {
        String url = settings.get(UpstreamKeys.URL);
        if (!url.matches("https?://[^/ ]+(/[^ ]*)?")) {
            throw settings.wrong(UpstreamKeys.URL, "http://HOST:PORT or https://HOST:PORT");
        }
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(UpstreamKeys.URL, e.getMessage());
        }
    }

    /// Starts delivering.
    Relay relay() throws IOException {
        return Relay.start(
                settings.name(), around.box(), way.up(), new SecureRandom(), plan(settings));
    }

    private static Plan plan(UpstreamSettings settings) {
        return new Plan(limits(settings), selection(settings), allowance(settings));
    }

    /// Starts asking for orders, if any are to be taken from there.
    Optional<OrderLine> orders(Relay relay, Commands commands, SiteCopy copy) {
        return way.orders()
                .filter(_ -> settings.get(UpstreamKeys.ORDERS) != 0)
                .map(source ->
                        OrderLine.start(
                                settings.name(),
                                around.box(),
                                commands,
                                source,
                                way.site()
                                        .map(below ->
                                                new SiteFeed(below, copy::question, copy::take)),
                                Duration.ofSeconds(settings.get(UpstreamKeys.ORDERS)),
                                new SecureRandom(),
                                limits(settings),
                                relay::isHeld));
    }

    private static Selection selection(UpstreamSettings settings) {
        return new Selection(
                all(settings, UpstreamKeys.FAMILIES, Family::of),
                all(settings, UpstreamKeys.KINDS, word -> Kind.of(word).orElseThrow()),
                all(
                        settings,
                        UpstreamKeys.REDACT,
                        word -> Selection.Redaction.valueOf(word.toUpperCase(Locale.ROOT))));
    }

    private static <T> Set<T> all(
            UpstreamSettings settings, Key<List<String>> key, Function<String, T> read) {
        return settings.get(key).stream().map(read).collect(Collectors.toSet());
    }

    private static Allowance allowance(UpstreamSettings settings) {
        String hours = settings.get(UpstreamKeys.HOURS);
        try {
            return new Allowance(
                    settings.get(UpstreamKeys.KILOBYTES) * 1_000L,
                    Optional.of(hours).filter(text -> !text.isEmpty()).map(Allowance.Hours::read),
                    settings.all().get(Keys.ZONE));
        } catch (IllegalArgumentException e) {
            throw settings.wrong(UpstreamKeys.HOURS, e.getMessage());
        }
    }

    private static RelayLimits limits(UpstreamSettings settings) {
        return RelayLimits.DEFAULT
                .withBackoffMost(Duration.ofSeconds(settings.get(UpstreamKeys.BACKOFF)))
                .withContents(settings.get(UpstreamKeys.CONTENTS));
    }
}
