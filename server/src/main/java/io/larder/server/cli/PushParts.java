package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.crypto.Tls;
import io.larder.crypto.Trust;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import io.larder.server.relay.push.PushLimits;
import io.larder.server.relay.push.PushServer;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.PushUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// The way to an existing server of the terminals' own protocol, made from the settings.
final class PushParts {
    private PushParts() {}

    static UpstreamParts.Way way(UpstreamSettings settings, UpstreamParts.Around around)
            throws IOException {
        PushUpstream upstream =
                PushUpstream.open(
                        settings.name(),
                        around.box(),
                        settings(settings, around),
                        PushLimits.DEFAULT
                                .withAnswer(Duration.ofSeconds(settings.get(UpstreamKeys.ANSWER)))
                                .withRetryMost(
                                        Duration.ofSeconds(settings.get(UpstreamKeys.BACKOFF))),
                        places(around.data(), settings.name()));
        return new UpstreamParts.Way(upstream, Optional.of(upstream.orders()), Optional.empty());
    }

    /// Refuses what is no server, without asking whom it shows itself to.
    static void check(UpstreamSettings settings) {
        server(settings, Tls.client(Optional.empty(), new Trust.System()));
    }

    private static PushServer server(UpstreamSettings settings, SSLContext tls) {
        return PushServer.read(settings.get(UpstreamKeys.URL), tls)
                .orElseThrow(() -> settings.wrong(UpstreamKeys.URL, PushServer.FORM));
    }

    private static PushSettings settings(UpstreamSettings settings, UpstreamParts.Around around) {
        PushServer server =
                server(settings, TlsParts.upstream(around.data(), settings, around.identity()));
        String key = settings.get(UpstreamKeys.COMM_KEY);
        return new PushSettings(
                server,
                Set.copyOf(settings.get(UpstreamKeys.SERIALS)),
                Set.copyOf(settings.get(UpstreamKeys.WITHOUT)),
                key.isEmpty() ? Optional.empty() : Optional.of(Secret.of(key)),
                settings.get(UpstreamKeys.ORDERS) != 0,
                settings.get(UpstreamKeys.CONFIRMED));
    }

    /// Beside the cursors, so that whoever copies those has these.
    private static Path places(Path data, String name) throws IOException {
        Path folder = data.resolve("cursors");
        Files.createDirectories(folder);
        return folder.resolve("places-" + name + ".json");
    }
}
