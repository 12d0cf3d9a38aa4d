package io.larder.server.console;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.larder.crypto.Secret;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.TlsPort;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// The listener for the operator's commands and for whoever watches this machine. Health and the
/// description of the interface are for everybody, metrics for everybody on this machine, all else
/// for who knows a token; what each route takes and gives is in `openapi.json` beside this class.
public final class Console implements AutoCloseable {
    /// What stands behind the routes.
    public record Desks(
            HealthDesk health,
            MetricsDesk metrics,
            Operations operations,
            CommandDesk commands,
            TerminalDesk terminals,
            CredentialDesk credentials,
            SiteDesk site,
            PeopleDesk people,
            ContentDesk contents,
            BoxDesk boxes,
            UpstreamDesk upstreams,
            ClockDesk clock) {}

    /// Life of a connection that others can make: longer than the longest work, an import of ten
    /// thousand passwords on a small machine, takes.
    private static final Duration LONGEST = Duration.ofMinutes(20);

    /// Of a handshake, as long as the box's own commands wait for it: who asks the doctor may have
    /// a machine that is slow with everything.
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    /// A few people with a browser each, who open six connections or so.
    private static final DoorLimits LIMITS =
            new DoorLimits(
                    DoorLimits.defaults().sizes(),
                    DoorLimits.defaults().times().withHead(HANDSHAKE),
                    new DoorLimits.Crowd(64, 24, 0, DoorLimits.Crowd.GRACE));

    private final WebServer server;
    private final Optional<TlsPort> tls;

    private Console(WebServer server, Optional<TlsPort> tls) {
        this.server = server;
        this.tls = tls;
    }

    /// Listens from now on, with TLS if there is a context for it; throws `UncheckedIOException`
    /// when the address cannot be had. `operator` is a second token that may do less.
    public static Console open(
            String host,
            int port,
            Optional<SSLContext> shown,
            Secret owner,
            Optional<Secret> operator,
            Desks desks) {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(host)
                        .port(port)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .routing(Routes.to(desks, new Rights(new Role.Tokens(owner, operator))));
        Optional<TlsPort> tls =
                shown.map(each -> TlsPort.open(each, LIMITS, LONGEST, DoorClock.system()));
        tls.ifPresent(each -> builder.tls(each.tls()));
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            tls.ifPresent(TlsPort::close);
            throw new UncheckedIOException(
                    new BindException("cannot listen on " + host + ":" + port));
        }
        return new Console(server, tls);
    }

    /// The port listened on.
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        tls.ifPresent(TlsPort::close);
    }
}
