package io.larder.server.door;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.Optional;

/// The listening socket for terminals: reads every dialect of HTTP/1 they speak, hands each whole
/// request to a [Handler], writes its answer. Open until closed.
public final class TerminalDoor implements AutoCloseable {
    private final DoorContext context;
    private final WebServer server;

    private TerminalDoor(DoorContext context, WebServer server) {
        this.context = context;
        this.server = server;
    }

    /// Listens from now on; throws `UncheckedIOException` when the address cannot be had.
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
        WebServer server = server(settings, context).start();
        if (!server.isRunning()) {
            String where = settings.host() + ":" + settings.port();
            throw new UncheckedIOException(new BindException("cannot listen on " + where));
        }
        context.watch().every(settings.limits().times().tick());
        return new TerminalDoor(context, server);
    }

    /// No services are discovered: a second selector on the class path would change how Helidon
    /// treats silent connections, see [TerminalSelector].
    private static WebServer server(DoorSettings settings, DoorContext context) {
        DoorLimits limits = settings.limits();
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(settings.host())
                        .port(settings.port())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .maxTcpConnections(limits.crowd().open() + limits.crowd().refusals())
                        .shutdownGracePeriod(limits.times().shutdown())
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .addConnectionSelector(new TerminalSelector(context));
        return builder.build();
    }

    /// The port listened on.
    public int port() {
        return server.port();
    }

    /// What this door has done so far.
    public DoorCounts counts() {
        return context.counts();
    }

    /// Lets requests under way be answered for a moment, then ends all connections.
    @Override
    public void close() {
        server.stop();
        context.watch().close();
    }
}
