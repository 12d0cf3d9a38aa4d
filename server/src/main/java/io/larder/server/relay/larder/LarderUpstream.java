package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Secret;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Delivers to a Larder headquarters over HTTP/1.1: packs, sends, and gives the whole exchange a
/// time limit, so that a line that hangs is a line that is down.
public final class LarderUpstream implements Upstream {
    private final HttpClient client;
    private final URI hello;
    private final URI batch;
    private final Secret token;
    private final String program;
    private final LineLimits limits;

    private @Nullable CompletableFuture<?> underWay;
    private boolean closed;

    /// `base` is where headquarters listens, for example `https://hq.example:8090`; `program` says
    /// who calls. The client must not follow redirects: an answer from elsewhere is no answer.
    public LarderUpstream(
            HttpClient client, URI base, Secret token, String program, LineLimits limits) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client follows redirects, expected NEVER");
        }
        String root = base.toString().replaceFirst("/+$", "");
        this.client = client;
        this.hello = URI.create(root + "/upstream/v1/hello");
        this.batch = URI.create(root + "/upstream/v1/batch");
        this.token = token;
        this.program = program;
        this.limits = limits;
    }

    /// A client as this class needs it; the caller closes it.
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LineLimits.CONNECT)
                .build();
    }

    @Override
    public Greeting hello(Hello said) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", Batch.VERSION);
        body.put("box", said.box());
        body.put("epoch", said.epoch());
        body.put("firstSeq", said.firstSeq());
        body.put("lastSeq", said.lastSeq());
        body.put("program", program);
        byte[] bytes = Json.write(body).getBytes(UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hello).header("Content-Type", "application/json");
        return switch (exchange(request, bytes)) {
            case Failed(var why) -> Down.because(why);
            case Came(var response) -> Answers.greeting(response);
        };
    }

    @Override
    public Delivery deliver(Parcel parcel) {
        byte[] packed =
                BatchCodec.pack(parcel.header(), parcel.items().stream().map(Item::json).toList());
        if (packed.length > RelayLimits.PACKED_BYTES) {
            return new TooLarge(
                    packed.length + " bytes packed, the limit is " + RelayLimits.PACKED_BYTES);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(batch)
                        .header("Content-Type", "application/x-ndjson")
                        .header("Content-Encoding", "gzip");
        return switch (exchange(request, packed)) {
            case Failed(var why) -> Down.because(why);
            case Came(var response) -> Answers.delivery(response, parcel.items().size());
        };
    }

    private sealed interface Exchange {}

    private record Came(HttpResponse<byte[]> response) implements Exchange {}

    private record Failed(String why) implements Exchange {}

    private Exchange exchange(HttpRequest.Builder request, byte[] body) {
        Duration allowed = limits.allowedFor(body.length);
        request.header("Authorization", "Bearer " + token.reveal())
                .timeout(allowed)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        CompletableFuture<HttpResponse<byte[]>> answer;
        synchronized (this) {
            if (closed) {
                return new Failed("closed");
            }
            answer =
                    client.sendAsync(
                            request.build(),
                            BodyHandlers.limiting(
                                    BodyHandlers.ofByteArray(), LineLimits.ANSWER_BYTES));
            underWay = answer;
        }
        return await(answer, allowed);
    }

    private static Exchange await(
            CompletableFuture<HttpResponse<byte[]>> answer, Duration allowed) {
        try {
            return new Came(answer.get(allowed.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return new Failed(String.valueOf(e.getCause()));
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

    @Override
    public synchronized void close() {
        closed = true;
        if (underWay != null) {
            underWay.cancel(true);
        }
    }
}
