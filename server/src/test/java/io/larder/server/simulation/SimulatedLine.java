package io.larder.server.simulation;

import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The line from a box to headquarters as an HTTP client without a network: everything happens on
/// the thread that sends. What becomes of an exchange is drawn.
final class SimulatedLine extends HttpClient {
    /// What becomes of an exchange.
    enum Fate {
        WHOLE,
        REQUEST_LOST,
        ANSWER_LOST,
        /// The request arrives a second time; the answer is that to the second.
        TWICE
    }

    /// Sees what arrives and what is answered to it.
    interface Witness {
        void saw(String service, byte[] body, Reply reply);
    }

    private final Supplier<Receiver> headquarters;
    private final Supplier<Fate> fates;
    private final Witness witness;

    SimulatedLine(Supplier<Receiver> headquarters, Supplier<Fate> fates, Witness witness) {
        this.headquarters = headquarters;
        this.fates = fates;
        this.witness = witness;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        Fate fate = fates.get();
        if (fate == Fate.REQUEST_LOST) {
            return CompletableFuture.failedFuture(new IOException("the request is lost"));
        }
        Reply reply = exchange(request);
        if (fate == Fate.TWICE) {
            reply = exchange(request);
        }
        return fate == Fate.ANSWER_LOST
                ? CompletableFuture.failedFuture(new IOException("the answer is lost"))
                : CompletableFuture.completedFuture(response(request, handler, reply));
    }

    private Reply exchange(HttpRequest request) {
        byte[] body = body(request);
        Receiver receiver = headquarters.get();
        if (!receiver.admits(request.headers().firstValue("Authorization").orElse(""))) {
            throw new AssertionError("the box does not know the token");
        }
        String path = request.uri().getPath();
        String service = path.substring(path.lastIndexOf('/') + 1);
        Reply reply =
                switch (service) {
                    case "hello" -> receiver.hello(body);
                    case "batch" -> receiver.batch(body);
                    default -> throw new AssertionError("nobody asks for " + path);
                };
        witness.saw(service, body, reply);
        return reply;
    }

    private static byte[] body(HttpRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.bodyPublisher()
                .orElseThrow()
                .subscribe(
                        new Flow.Subscriber<>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                subscription.request(Long.MAX_VALUE);
                            }

                            @Override
                            public void onNext(ByteBuffer part) {
                                byte[] bytes = new byte[part.remaining()];
                                part.get(bytes);
                                out.writeBytes(bytes);
                            }

                            @Override
                            public void onError(Throwable cause) {
                                throw new AssertionError(cause);
                            }

                            @Override
                            public void onComplete() {}
                        });
        return out.toByteArray();
    }

    private static <T> HttpResponse<T> response(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, Reply reply) {
        Map<String, List<String>> retry =
                reply.retryAfter()
                        .map(time -> Map.of("Retry-After", List.of("" + time.toSeconds())))
                        .orElse(Map.of());
        HttpHeaders headers = HttpHeaders.of(retry, (_, _) -> true);
        HttpResponse.BodySubscriber<T> subscriber =
                handler.apply(new Head(reply.status(), headers));
        subscriber.onSubscribe(new Nothing());
        byte[] json = reply.json().getBytes(StandardCharsets.UTF_8);
        subscriber.onNext(List.of(ByteBuffer.wrap(json)));
        subscriber.onComplete();
        T body = subscriber.getBody().toCompletableFuture().join();
        return new Response<>(request, reply.status(), headers, body);
    }

    private record Head(int statusCode, HttpHeaders headers) implements HttpResponse.ResponseInfo {
        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    private record Response<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
            implements HttpResponse<T> {
        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return sendAsync(request, handler).join();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
