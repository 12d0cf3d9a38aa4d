package io.larder.server.relay.larder;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One exchange after another with a Larder headquarters over HTTP/1.1. Each has a time limit as a
/// whole, so that a line that hangs is a line that is down. For one thread; only [#close] may come
/// from another.
final class LarderLine implements AutoCloseable {
    sealed interface Exchange {}

    record Came(HttpResponse<byte[]> response) implements Exchange {}

    record Failed(String why) implements Exchange {}

    private static final int UNKNOWN = 401;

    /// What a request and the head of its answer have beside the bodies, about.
    private static final int HEAD_BYTES = 500;

    private final Access access;
    private final String root;

    private @Nullable CompletableFuture<?> underWay;
    private boolean closed;

    LarderLine(Access access, URI base) {
        this.access = access;
        this.root = root(base);
    }

    static String root(URI base) {
        return base.toString().replaceFirst("/+$", "") + ReceiverRouting.PATH;
    }

    /// A request to one of headquarters' services.
    HttpRequest.Builder request(String service) {
        return HttpRequest.newBuilder(URI.create(root + service));
    }

    /// Sends it with `body`; an answer of more than `mostBytes` is none. Who is not known there
    /// introduces himself, and sends again.
    Exchange exchange(HttpRequest.Builder request, byte[] body, Duration allowed, int mostBytes) {
        request.timeout(allowed).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Exchange first = once(request, allowed, mostBytes);
        if (!(first instanceof Came(var response)) || response.statusCode() != UNKNOWN) {
            return first;
        }
        return access.introduce(this::send, first)
                .orElseGet(() -> once(request, allowed, mostBytes));
    }

    private Exchange once(HttpRequest.Builder request, Duration allowed, int mostBytes) {
        return switch (access.way(this::send)) {
            case Access.NoWay(var why) -> new Failed(why);
            case Access.Way(var client, var bearer) -> {
                bearer.ifPresent(
                        token -> request.setHeader("Authorization", "Bearer " + token.reveal()));
                Exchange exchange = send(client, request.build(), allowed, mostBytes);
                if (exchange instanceof Failed) {
                    access.failed(client);
                }
                yield exchange;
            }
        };
    }

    private Exchange send(HttpClient client, HttpRequest request, Duration allowed, int mostBytes) {
        long body = request.bodyPublisher().map(each -> each.contentLength()).orElse(0L);
        access.carried().add(HEAD_BYTES + body);
        CompletableFuture<HttpResponse<byte[]>> answer;
        synchronized (this) {
            if (closed) {
                return new Failed("closed");
            }
            answer =
                    client.sendAsync(
                            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
            underWay = answer;
        }
        Exchange exchange = await(answer, allowed);
        if (exchange instanceof Came(var response)) {
            access.carried().add(response.body().length);
        }
        return exchange;
    }

    private static Exchange await(
            CompletableFuture<HttpResponse<byte[]>> answer, Duration allowed) {
        try {
            return new Came(answer.get(allowed.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Failed(why(e));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Failed("no answer within " + allowed.toMillis() + " ms");
        } catch (CancellationException e) {
            return new Failed("closed");
        } catch (InterruptedException e) {
            // Nobody interrupts a relay; the flag would close the files it uses next.
            answer.cancel(true);
            return new Failed("interrupted");
        }
    }

    /// A certificate that is not believed says why itself, below what TLS makes of it.
    private static String why(ExecutionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "headquarters is not believed: " + cause.getMessage();
            }
        }
        return String.valueOf(failed.getCause());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (underWay != null) {
            underWay.cancel(true);
        }
    }
}
