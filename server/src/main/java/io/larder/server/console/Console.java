package io.larder.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.larder.crypto.Secret;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.TlsPort;
import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import io.larder.server.site.SiteLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

    private static final String BEARER = "Bearer ";
    private static final String DESCRIPTION = "openapi.json";

    /// An order is a few words; nothing here is larger.
    private static final int BODY_BYTES = 64 << 10;

    /// Life of a connection that others can make: longer than the longest work, an import of ten
    /// thousand passwords on a small machine, takes.
    private static final Duration LONGEST = Duration.ofMinutes(20);

    /// A few people with a browser each, who open six connections or so.
    private static final DoorLimits LIMITS =
            new DoorLimits(
                    DoorLimits.defaults().sizes(),
                    DoorLimits.defaults().times(),
                    new DoorLimits.Crowd(64, 24, 0, DoorLimits.Crowd.GRACE));

    private interface Asked {
        Reply of(ServerRequest request) throws InterruptedException, IOException;
    }

    private interface AskedAs {
        Reply of(ServerRequest request, Role role) throws InterruptedException, IOException;
    }

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
                        .routing(routing(new Role.Tokens(owner, operator), desks));
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

    private static HttpRouting.Builder routing(Role.Tokens tokens, Desks desks) {
        Operations operations = desks.operations();
        HttpRouting.Builder routing = commands(open(tokens, desks), tokens, desks.commands());
        HttpRouting.Builder more =
                upstreams(boxes(routing, tokens, desks.boxes()), tokens, desks.upstreams());
        return site(clock(more, tokens, desks.clock()), tokens, desks.site())
                .get(
                        "/api/v1/contents/{sha256}",
                        bytes(
                                tokens,
                                request -> desks.contents().content(path(request, "sha256")),
                                MediaType::of,
                                "this content is not here"))
                .get("/api/v1/status", guarded(tokens, (_, _) -> operations.status()))
                .post(
                        "/api/v1/pair",
                        guarded(
                                tokens,
                                (request, _) ->
                                        operations.pair(parameter(request, "seconds").orElse(""))))
                .get(
                        "/api/v1/reconciliation",
                        guarded(
                                tokens,
                                (request, _) ->
                                        operations.reconciliation(parameter(request, "terminal"))))
                .post(
                        "/api/v1/people/copy",
                        guarded(
                                tokens,
                                (request, role) -> desks.people().copy(body(request), role)))
                .post(
                        "/api/v1/quarantine/retry",
                        guarded(
                                tokens,
                                (request, _) ->
                                        operations.retry(
                                                request.query().contains("place")
                                                        ? request.query().all("place")
                                                        : List.of())))
                .post(
                        "/api/v1/credentials",
                        guarded(
                                tokens,
                                (request, role) -> desks.credentials().take(body(request), role)))
                .post(
                        "/api/v1/terminals/{serial}",
                        guarded(
                                tokens,
                                (request, _) ->
                                        desks.terminals()
                                                .adjust(path(request, "serial"), body(request))));
    }

    /// What is for everybody, or for everybody on this machine.
    private static HttpRouting.Builder open(Role.Tokens tokens, Desks desks) {
        return HttpRouting.builder()
                .get("/health/live", open(_ -> desks.health().live()))
                .get("/health/ready", open(_ -> desks.health().ready()))
                .get("/metrics", metrics(tokens, desks.metrics()))
                .get("/api/v1/openapi.json", Console::describe);
    }

    private static HttpRouting.Builder commands(
            HttpRouting.Builder routing, Role.Tokens tokens, CommandDesk desk) {
        return routing.post(
                        "/api/v1/commands",
                        guarded(tokens, (request, role) -> desk.order(body(request), role)))
                .get(
                        "/api/v1/commands",
                        guarded(
                                tokens,
                                (request, _) -> desk.list(name -> parameter(request, name))))
                .get(
                        "/api/v1/commands/{id}",
                        guarded(tokens, (request, _) -> desk.show(path(request, "id"))))
                .get(
                        "/api/v1/commands/{id}/content",
                        bytes(
                                tokens,
                                request -> desk.content(path(request, "id")),
                                _ -> MediaType.OTHER,
                                "no reply brought anything"))
                .post(
                        "/api/v1/commands/{id}/cancel",
                        guarded(
                                tokens,
                                (request, role) ->
                                        desk.cancel(
                                                path(request, "id"),
                                                parameter(request, "by").orElse(role.word()))));
    }

    private static HttpRouting.Builder boxes(
            HttpRouting.Builder routing, Role.Tokens tokens, BoxDesk desk) {
        return routing.get("/api/v1/boxes", guarded(tokens, (_, _) -> desk.list()))
                .post(
                        "/api/v1/boxes/invitations",
                        guarded(tokens, (request, role) -> desk.invite(body(request), role)))
                .post(
                        "/api/v1/boxes/{box}/revoke",
                        guarded(tokens, (request, role) -> desk.revoke(path(request, "box"), role)))
                .post(
                        "/api/v1/boxes/{box}/readmit",
                        guarded(
                                tokens,
                                (request, role) -> desk.readmit(path(request, "box"), role)))
                .post(
                        "/api/v1/boxes/{box}/quota",
                        guarded(
                                tokens,
                                (request, role) ->
                                        desk.quota(path(request, "box"), body(request), role)));
    }

    private static HttpRouting.Builder upstreams(
            HttpRouting.Builder routing, Role.Tokens tokens, UpstreamDesk desk) {
        return routing.get("/api/v1/upstreams", guarded(tokens, (_, _) -> desk.list()))
                .get(
                        "/api/v1/upstreams/{name}/dead-letters",
                        guarded(tokens, (request, _) -> desk.deadLetters(path(request, "name"))))
                .post(
                        "/api/v1/upstreams/{name}/{action}",
                        guarded(
                                tokens,
                                (request, role) ->
                                        desk.steer(
                                                path(request, "name"),
                                                path(request, "action"),
                                                name ->
                                                        request.query().contains(name)
                                                                ? request.query().all(name)
                                                                : List.of(),
                                                role)));
    }

    private static HttpRouting.Builder clock(
            HttpRouting.Builder routing, Role.Tokens tokens, ClockDesk desk) {
        return routing.get("/api/v1/clock", guarded(tokens, (_, _) -> desk.show()))
                .post(
                        "/api/v1/clock/confirm",
                        guarded(tokens, (request, _) -> desk.confirm(parameter(request, "time"))));
    }

    /// Whoever asks on this machine needs no token: nothing here is secret from it, and what reads
    /// metrics is not to know a token that orders things. Others need one.
    private static Handler metrics(Role.Tokens tokens, MetricsDesk desk) {
        return (request, response) -> {
            if (isHere(request) || role(request, tokens).isPresent()) {
                response.header("Content-Type", Exposition.MEDIA_TYPE);
                response.send(desk.text().getBytes(UTF_8));
            } else {
                unauthorized(response);
            }
        };
    }

    private static boolean isHere(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    private static HttpRouting.Builder site(
            HttpRouting.Builder routing, Role.Tokens tokens, SiteDesk desk) {
        return routing.get("/api/v1/site", guarded(tokens, (_, _) -> desk.overview()))
                .get(
                        "/api/v1/meetings",
                        guarded(
                                tokens,
                                (request, _) -> desk.meetings(name -> parameter(request, name))))
                .get(
                        "/api/v1/site/{kind}",
                        guarded(
                                tokens,
                                (request, _) ->
                                        desk.list(
                                                path(request, "kind"),
                                                name -> parameter(request, name))))
                .post(
                        "/api/v1/site",
                        guarded(
                                tokens,
                                (request, role) ->
                                        desk.take(
                                                bytes(request, SiteLimits.IMPORT_BYTES),
                                                name -> parameter(request, name),
                                                role.word())));
    }

    private static Handler bytes(
            Role.Tokens tokens,
            Function<ServerRequest, Optional<Bytes>> asked,
            Function<Bytes, MediaType> type,
            String otherwise) {
        return (request, response) -> {
            if (role(request, tokens).isEmpty()) {
                unauthorized(response);
                return;
            }
            Optional<Bytes> content = asked.apply(request);
            if (content.isPresent()) {
                response.header("Content-Type", type.apply(content.get()).word());
                // What a terminal sent must not be taken for a page.
                response.header("X-Content-Type-Options", "nosniff");
                response.send(content.get().toArray());
            } else {
                send(response, Reply.refused(404, otherwise));
            }
        };
    }

    private static void describe(ServerRequest request, ServerResponse response)
            throws IOException {
        try (InputStream description = Console.class.getResourceAsStream(DESCRIPTION)) {
            if (description == null) {
                throw new IllegalStateException(DESCRIPTION + " is not in the program");
            }
            response.header("Content-Type", "application/json");
            response.send(description.readAllBytes());
        }
    }

    private static Optional<String> parameter(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    private static String path(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }

    private static String body(ServerRequest request) throws IOException {
        return bytes(request, BODY_BYTES).text(UTF_8);
    }

    private static Bytes bytes(ServerRequest request, int most) throws IOException {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw new TooLarge(most);
            }
            return Bytes.wrap(body);
        }
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(int most) {
            super("the body has more than " + most + " bytes");
        }
    }

    private static Handler open(Asked asked) {
        return (request, response) -> send(response, asked.of(request));
    }

    private static Handler guarded(Role.Tokens tokens, AskedAs asked) {
        return (request, response) -> {
            Optional<Role> role = role(request, tokens);
            if (role.isEmpty()) {
                unauthorized(response);
                return;
            }
            Reply reply;
            try {
                reply = asked.of(request, role.get());
            } catch (TooLarge e) {
                reply = Reply.refused(413, String.valueOf(e.getMessage()));
            }
            send(response, reply);
        };
    }

    private static Optional<Role> role(ServerRequest request, Role.Tokens tokens) {
        String said = request.headers().first(HeaderNames.AUTHORIZATION).orElse("").strip();
        return said.startsWith(BEARER)
                ? tokens.of(said.substring(BEARER.length()))
                : Optional.empty();
    }

    private static void unauthorized(ServerResponse response) {
        response.header("WWW-Authenticate", "Bearer");
        send(response, Reply.refused(401, "no token or a wrong one"));
    }

    private static void send(ServerResponse response, Reply reply) {
        response.header("Content-Type", "application/json");
        response.status(reply.status()).send(reply.json().getBytes(UTF_8));
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
