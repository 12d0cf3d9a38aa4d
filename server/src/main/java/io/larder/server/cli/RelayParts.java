package io.larder.server.cli;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.larder.crypto.Secret;
import io.larder.server.command.Dispatch;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.projector.Projector;
import io.larder.server.relay.Box;
import io.larder.server.relay.larder.OrderDesk;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.server.relay.larder.SiteCounter;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Store;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Optional;

/// The box as its relays see it, and the way in from other boxes, made from the settings.
final class RelayParts {
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

    /// Without a configured token both sides use the same well-known one; a receiver that can be
    /// reached from outside refuses to start with it.
    static Secret token(String configured) {
        return Secret.of(configured.isEmpty() ? "loopback" : configured);
    }

    /// A listener for other boxes.
    static WebServer receiver(
            Settings settings, Store store, BoxClock clock, Dispatch dispatch, SiteParts site) {
        String host = settings.get(Keys.RECEIVE_HOST);
        String token = settings.get(Keys.RECEIVE_TOKEN);
        if (token.isEmpty() && !loopback(host)) {
            throw settings.wrong(
                    Keys.RECEIVE_TOKEN, "needed when receive.host is reachable from outside");
        }
        Receiver receiver =
                new Receiver(store, token(token), clock::stamp, Optional.of(site.seal()));
        OrderDesk orders = new OrderDesk(store.journal().box(), dispatch);
        SiteCounter counter = new SiteCounter(site.share(new SecureRandom())::answer);
        return WebServer.builder()
                .host(host)
                .port(settings.get(Keys.RECEIVE_PORT))
                .shutdownHook(false)
                .contentEncoding(ReceiverRouting.encodings())
                .routing(
                        HttpRouting.builder()
                                .register(
                                        ReceiverRouting.PATH,
                                        new ReceiverRouting(
                                                receiver,
                                                Optional.of(orders),
                                                Optional.of(counter))))
                .build()
                .start();
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
