package io.larder.server.cli;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.larder.crypto.Identity;
import io.larder.crypto.Secret;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.server.command.Dispatch;
import io.larder.server.config.ReceiverKeys;
import io.larder.server.config.Settings;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.TlsPort;
import io.larder.server.relay.larder.EnrolDesk;
import io.larder.server.relay.larder.Enrolments;
import io.larder.server.relay.larder.OrderDesk;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.server.relay.larder.Roster;
import io.larder.server.relay.larder.SiteCounter;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Store;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/// The way in from other boxes, made from the settings.
record ReceiverParts(
        Settings settings,
        Store store,
        BoxClock clock,
        Dispatch dispatch,
        SiteParts site,
        Roster roster) {
    /// Boxes keep their lines; one that is cut now and then says hello again and loses nothing.
    private static final Duration LONGEST = Duration.ofDays(1);

    /// Each box has three lines; many may come from one address, behind the router of their region.
    private static final DoorLimits LIMITS =
            new DoorLimits(
                    DoorLimits.defaults().sizes(),
                    DoorLimits.defaults().times(),
                    new DoorLimits.Crowd(3_000, 1_000, 0, DoorLimits.Crowd.GRACE));

    /// A listener that is open.
    record Open(String host, WebServer server, Optional<TlsPort> tls) implements AutoCloseable {
        int port() {
            return server.port();
        }

        /// Where to knock to see that it is answered; who this box is it tells everybody.
        DoorProbe.Address address(TlsKey shown) {
            return new DoorProbe.Address(
                    host,
                    port(),
                    ReceiverRouting.PATH + "/identity",
                    tls.map(_ -> DoorParts.trusting(shown)));
        }

        @Override
        public void close() {
            server.stop();
            tls.ifPresent(TlsPort::close);
        }
    }

    /// Which boxes there are, whether any can come in now or not.
    static Roster roster(Settings settings, Store store, BoxClock clock, Identity identity) {
        return new Roster(
                store,
                clock::stamp,
                new Enrolments(store, clock::stamp, identity.fingerprint(), new SecureRandom()),
                settings.get(ReceiverKeys.QUOTA));
    }

    /// Without TLS and without a token, a host that others can reach is refused.
    static void check(Settings settings) {
        if (settings.get(ReceiverKeys.PORT) != 0) {
            token(settings);
        }
    }

    /// Whether boxes can come in by certificates.
    static boolean enrols(Settings settings) {
        return settings.get(ReceiverKeys.PORT) != 0 && settings.get(ReceiverKeys.TLS);
    }

    /// Listens, unless it is switched off. `page` says who this box is, `shown` is for TLS.
    Optional<Open> open(String page, TlsKey shown) {
        if (settings.get(ReceiverKeys.PORT) == 0) {
            return Optional.empty();
        }
        String host = settings.get(ReceiverKeys.HOST);
        Optional<TlsPort> tls =
                settings.get(ReceiverKeys.TLS)
                        ? Optional.of(
                                TlsPort.asking(
                                        Tls.asking(shown), LIMITS, LONGEST, DoorClock.system()))
                        : Optional.empty();
        Receiver receiver =
                new Receiver(
                        store,
                        token(settings),
                        clock::stamp,
                        Optional.of(site.seal()),
                        Optional.of(roster));
        ReceiverRouting.Desks desks =
                new ReceiverRouting.Desks(
                        Optional.of(new OrderDesk(store.journal().box(), dispatch)),
                        Optional.of(new SiteCounter(site.share(new SecureRandom())::answer)),
                        tls.map(_ -> new EnrolDesk(roster.enrolments(), page)));
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(host)
                        .port(settings.get(ReceiverKeys.PORT))
                        .shutdownHook(false)
                        .contentEncoding(ReceiverRouting.encodings())
                        .routing(
                                HttpRouting.builder()
                                        .register(
                                                ReceiverRouting.PATH,
                                                new ReceiverRouting(receiver, desks)));
        tls.ifPresent(each -> builder.tls(each.tls()));
        return Optional.of(new Open(host, builder.build().start(), tls));
    }

    /// With TLS and without a token only enrolled boxes are let in.
    private static Optional<Secret> token(Settings settings) {
        String token = settings.get(ReceiverKeys.TOKEN);
        if (!token.isEmpty()) {
            return Optional.of(Secret.of(token));
        }
        if (settings.get(ReceiverKeys.TLS)) {
            return Optional.empty();
        }
        if (!loopback(settings.get(ReceiverKeys.HOST))) {
            throw settings.wrong(
                    ReceiverKeys.TOKEN,
                    "needed when receive.host is reachable from outside, unless receive.tls is true");
        }
        return Optional.of(RelayParts.token(""));
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
