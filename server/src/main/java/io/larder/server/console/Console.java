package io.larder.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.larder.crypto.Secret;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.util.List;
import java.util.Map;

/// The listener for the operator's commands and for whoever watches this machine. Health is for
/// everybody, all else for who knows the token.
///
/// ```
/// GET  /health/live  /health/ready        200, or 503 and why
/// GET  /api/v1/status
/// POST /api/v1/pair?seconds=N
/// POST /api/v1/quarantine/retry?place=SEQ/ROW…|all
/// ```
public final class Console implements AutoCloseable {
    private static final String BEARER = "Bearer ";

    private interface Asked {
        Reply of(ServerRequest request) throws InterruptedException;
    }

    private final WebServer server;

    private Console(WebServer server) {
        this.server = server;
    }

    /// Listens from now on; throws `UncheckedIOException` when the address cannot be had.
    public static Console open(String host, int port, Secret token, Operations operations) {
        WebServer server =
                WebServer.builder()
                        .host(host)
                        .port(port)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .routing(routing(token, operations))
                        .build()
                        .start();
        if (!server.isRunning()) {
            throw new UncheckedIOException(
                    new BindException("cannot listen on " + host + ":" + port));
        }
        return new Console(server);
    }

    private static HttpRouting.Builder routing(Secret token, Operations operations) {
        return HttpRouting.builder()
                .get("/health/live", open(_ -> Reply.ok(Map.of("live", true))))
                .get("/health/ready", open(_ -> operations.ready()))
                .get("/api/v1/status", guarded(token, _ -> operations.status()))
                .post(
                        "/api/v1/pair",
                        guarded(
                                token,
                                request ->
                                        operations.pair(
                                                request.query().first("seconds").orElse(""))))
                .post(
                        "/api/v1/quarantine/retry",
                        guarded(
                                token,
                                request ->
                                        operations.retry(
                                                request.query().contains("place")
                                                        ? request.query().all("place")
                                                        : List.of())));
    }

    private static Handler open(Asked asked) {
        return (request, response) -> send(response, asked.of(request));
    }

    private static Handler guarded(Secret token, Asked asked) {
        return (request, response) -> {
            String said = request.headers().first(HeaderNames.AUTHORIZATION).orElse("").strip();
            if (said.startsWith(BEARER) && token.matches(said.substring(BEARER.length()))) {
                send(response, asked.of(request));
            } else {
                response.header("WWW-Authenticate", "Bearer");
                send(response, Reply.refused(401, "no token or a wrong one"));
            }
        };
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
    }
}
