package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.command.Commands;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.projector.Projector;
import io.larder.server.relay.Box;
import io.larder.server.relay.OrderLine;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.SiteFeed;
import io.larder.server.relay.larder.LarderOrders;
import io.larder.server.relay.larder.LarderSite;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.site.SiteCopy;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The way up and the way in from other boxes, made from the settings.
final class RelayParts {
    /// The cursor's name, and the upstream's in messages.
    static final String HEADQUARTERS = "headquarters";

    private RelayParts() {}

    static RecordJson json(Store store, Epochs epochs, ZoneId zone) {
        return new RecordJson(
                store.journal().box(), epochs, zone, new JournalRaw(store.journal()::entry));
    }

    static Box box(Settings settings, Store store, Projector projector, BoxClock clock) {
        Epochs epochs = new Epochs(store.journal().epoch());
        return new Box(
                store,
                epochs,
                projector,
                json(store, epochs, settings.get(Keys.ZONE)),
                clock::stamp);
    }

    /// `tls` is what headquarters may see and how it is known, if the line is https.
    static Relay relay(Settings settings, Box box, SSLContext tls) throws IOException {
        LarderUpstream upstream =
                new LarderUpstream(
                        LarderUpstream.client(tls),
                        uri(settings),
                        token(settings.get(Keys.RELAY_TOKEN)),
                        "larder/" + Main.version(),
                        line(settings));
        return Relay.start(HEADQUARTERS, box, upstream, new SecureRandom(), limits(settings));
    }

    /// The way down from the headquarters that the relay delivers to.
    static OrderLine orders(
            Settings settings, Box box, Commands commands, SiteParts site, SSLContext tls) {
        HttpClient client = LarderUpstream.client(tls);
        Secret token = token(settings.get(Keys.RELAY_TOKEN));
        LarderOrders source = new LarderOrders(client, uri(settings), token, line(settings));
        LarderSite below = new LarderSite(client, uri(settings), token, line(settings));
        SiteCopy copy = site.copy();
        return OrderLine.start(
                HEADQUARTERS,
                box,
                commands,
                source,
                Optional.of(new SiteFeed(below, copy::question, copy::take)),
                Duration.ofSeconds(settings.get(Keys.RELAY_ORDERS)),
                new SecureRandom(),
                limits(settings));
    }

    private static LineLimits line(Settings settings) {
        return LineLimits.DEFAULT.withAnswer(Duration.ofSeconds(settings.get(Keys.RELAY_ANSWER)));
    }

    private static RelayLimits limits(Settings settings) {
        return RelayLimits.DEFAULT
                .withBackoffMost(Duration.ofSeconds(settings.get(Keys.RELAY_BACKOFF)))
                .withContents(settings.get(Keys.RELAY_CONTENTS));
    }

    private static URI uri(Settings settings) {
        String url = settings.get(Keys.RELAY_URL);
        if (!url.matches("https?://[^/ ]+(/[^ ]*)?")) {
            throw settings.wrong(Keys.RELAY_URL, "http://HOST:PORT or https://HOST:PORT");
        }
        return URI.create(url);
    }

    /// Without a configured token both sides use the same well-known one; a receiver that can be
    /// reached from outside refuses to start with it.
    static Secret token(String configured) {
        return Secret.of(configured.isEmpty() ? "loopback" : configured);
    }
}
