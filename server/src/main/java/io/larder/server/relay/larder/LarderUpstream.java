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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// Delivers to a Larder headquarters over HTTP/1.1: packs, sends, and gives the whole exchange a
/// time limit, so that a line that hangs is a line that is down.
public final class LarderUpstream implements Upstream {
    private final Access access;
    private final LarderLine line;
    private final String program;
    private final LineLimits limits;

    /// `base` is where headquarters listens, for example `https://hq.example:8090`; `program` says
    /// who calls. The client must not follow redirects: an answer from elsewhere is no answer.
    public LarderUpstream(
            HttpClient client, URI base, Secret token, String program, LineLimits limits) {
        this(Access.byToken(client, token), base, program, limits);
    }

    /// The same with whatever lets the box in.
    public LarderUpstream(Access access, URI base, String program, LineLimits limits) {
        this.access = access;
        this.line = new LarderLine(access, base);
        this.program = program;
        this.limits = limits;
    }

    /// A client as this class needs it; the caller closes it.
    public static HttpClient client() {
        return builder().build();
    }

    /// The same, with a TLS of one's own.
    public static HttpClient client(SSLContext tls) {
        return builder().sslContext(tls).build();
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LineLimits.CONNECT);
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
        said.rewind()
                .ifPresent(place ->
                        body.put("rewind", Map.of("seq", place.seq(), "row", (long) place.row())));
        byte[] bytes = Json.write(body).getBytes(UTF_8);
        HttpRequest.Builder request =
                line.request("/hello").header("Content-Type", "application/json");
        return switch (exchange(request, bytes)) {
            case LarderLine.Failed(var why) -> Down.because(why);
            case LarderLine.Came(var response) -> Answers.greeting(response);
        };
    }

    @Override
    public Cargo load(Parcel parcel) {
        byte[] packed =
                BatchCodec.pack(parcel.header(), parcel.items().stream().map(Item::json).toList());
        return () -> deliver(packed, parcel.items().size());
    }

    private Delivery deliver(byte[] packed, int records) {
        if (packed.length > RelayLimits.PACKED_BYTES) {
            return new TooLarge(
                    packed.length + " bytes packed, the limit is " + RelayLimits.PACKED_BYTES);
        }
        HttpRequest.Builder request =
                line.request("/batch")
                        .header("Content-Type", "application/x-ndjson")
                        .header("Content-Encoding", "gzip");
        return switch (exchange(request, packed)) {
            case LarderLine.Failed(var why) -> Down.because(why);
            case LarderLine.Came(var response) -> Answers.delivery(response, records);
        };
    }

    private LarderLine.Exchange exchange(HttpRequest.Builder request, byte[] body) {
        Duration allowed = limits.allowedFor(body.length);
        return line.exchange(request, body, allowed, LineLimits.ANSWER_BYTES);
    }

    @Override
    public long carried() {
        return access.carried().sum();
    }

    @Override
    public void close() {
        line.close();
    }
}
