package io.larder.server.door;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The listening socket for terminals: reads every dialect of HTTP/1 they speak, hands each whole
/// request to a [Handler], writes its answer. Open until closed.
public final class TerminalDoor implements AutoCloseable {
    private static final int NONE = -1;

    private final DoorContext context;
    private final List<WebServer> servers;
    private final int port;
    private final int tlsPort;

    private TerminalDoor(DoorContext context, List<WebServer> servers, int port, int tlsPort) {
        this.context = context;
        this.servers = servers;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /// Listens from now on; throws `UncheckedIOException` when an address cannot be had.
    public static TerminalDoor open(DoorSettings settings, Handler handler, DoorClock clock) {
        return open(settings, handler, Optional.empty(), clock);
    }

    /// The same, with WebSocket for `talks`.
    public static TerminalDoor open(
            DoorSettings settings, Handler handler, Optional<Talks> talks, DoorClock clock) {
        System.Logger logger = System.getLogger(TerminalDoor.class.getName());
        return open(settings, handler, talks, clock, logger);
    }

    static TerminalDoor open(
            DoorSettings settings,
            Handler handler,
            Optional<Talks> talks,
            DoorClock clock,
            System.Logger logger) {
        DoorLog log = new DoorLog(logger, clock.nanos());
        DoorContext context = DoorContext.of(settings.limits(), handler, talks, clock, log);
        List<WebServer> servers = new ArrayList<>();
        int port = NONE;
        int tlsPort = NONE;
        try {
            if (settings.port() != DoorSettings.NO_PORT) {
                WebServerConfig.Builder plain = builder(settings, context, Optional.empty());
                DoorLimits.Crowd crowd = settings.limits().crowd();
                plain.maxTcpConnections(crowd.open() + crowd.refusals());
                port = listen(servers, plain, settings.host(), settings.port());
            }
            if (settings.tls().isPresent()) {
                DoorTls tls = settings.tls().get();
                Visitors visitors =
                        new Visitors(context.guard(), settings.limits().times(), Optional.empty());
                WebServerConfig.Builder covered =
                        builder(settings, context, Optional.of(visitors))
                                .tls(TlsPort.tls(tls.context(), visitors));
                tlsPort = listen(servers, covered, settings.host(), tls.port());
            }
        } catch (UncheckedIOException e) {
            servers.forEach(WebServer::stop);
            throw e;
        }
        context.watch().every(settings.limits().times().tick());
        return new TerminalDoor(context, servers, port, tlsPort);
    }

    private static int listen(
            List<WebServer> servers, WebServerConfig.Builder builder, String host, int port) {
        WebServer server = builder.port(port).build().start();
        if (!server.isRunning()) {
            throw new UncheckedIOException(
                    new BindException("cannot listen on " + host + ":" + port));
        }
        servers.add(server);
        return server.port();
    }

    /// A TLS listener gets no limit from Helidon: 4.3.1 counts a connection whose handshake fails
    /// as open for ever, so that the listener would stand still after so many. [Visitors] count.
    ///
    /// No services are discovered: a second selector on the class path would change how Helidon
    /// treats silent connections, see [TerminalSelector].
    private static WebServerConfig.Builder builder(
            DoorSettings settings, DoorContext context, Optional<Visitors> visitors) {
        DoorLimits limits = settings.limits();
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(settings.host())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .shutdownGracePeriod(limits.times().shutdown())
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .addConnectionSelector(new TerminalSelector(context, visitors));
        return builder;
    }

    /// The port listened on without TLS, −1 for none.
    public int port() {
        return port;
    }

    /// The port listened on with TLS, −1 for none.
    public int tlsPort() {
        return tlsPort;
    }

    /// What this door has done so far, on both ports.
    public DoorCounts counts() {
        return context.counts();
    }

    /// Lets requests under way be answered for a moment, then ends all connections.
    @Override
    public void close() {
        servers.forEach(WebServer::stop);
        context.watch().close();
    }
}
