package io.larder.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;

/// Who is answered: everybody, everybody on this machine, or who knows one of `tokens`.
record Rights(Role.Tokens tokens) {
    private static final String BEARER = "Bearer ";

    /// What is asked by anybody.
    interface Asked {
        Reply of(Request request) throws InterruptedException, IOException;
    }

    /// What is asked by the bearer of a token.
    interface AskedAs {
        Reply of(Request request, Role role) throws InterruptedException, IOException;
    }

    /// Answers everybody.
    static Handler open(Asked asked) {
        return (request, response) -> send(response, asked.of(new Request(request)));
    }

    /// Whoever asks on this machine needs no token: nothing here is secret from it, and what reads
    /// metrics is not to know a token that orders things. Others need one.
    Handler metrics(MetricsDesk desk) {
        return (request, response) -> {
            if (isHere(request) || role(request).isPresent()) {
                response.header("Content-Type", Exposition.MEDIA_TYPE);
                response.send(desk.text().getBytes(UTF_8));
            } else {
                unauthorized(response);
            }
        };
    }

    /// Answers who knows a token.
    Handler guarded(AskedAs asked) {
        return (request, response) -> {
            Optional<Role> role = role(request);
            if (role.isEmpty()) {
                unauthorized(response);
                return;
            }
            Reply reply;
            try {
                reply = asked.of(new Request(request), role.get());
            } catch (Request.TooLarge e) {
                reply = Reply.refused(413, String.valueOf(e.getMessage()));
            }
            send(response, reply);
        };
    }

    /// The same with bytes for an answer; `otherwise` says that there are none.
    Handler bytes(
            Function<Request, Optional<Bytes>> asked,
            Function<Bytes, MediaType> type,
            String otherwise) {
        return (request, response) -> {
            if (role(request).isEmpty()) {
                unauthorized(response);
                return;
            }
            Optional<Bytes> content = asked.apply(new Request(request));
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

    private static boolean isHere(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    private Optional<Role> role(ServerRequest request) {
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
}
