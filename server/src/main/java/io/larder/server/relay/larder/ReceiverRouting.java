package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderNames;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.larder.server.relay.RelayLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Puts a receiver, and where boxes fetch their orders, on a listener, at `/upstream/v1`. Asks who
/// calls before it reads a body, reads no more than a batch may have, and holds no more than a
/// certain amount for each sender and for all together, however slow they are.
public final class ReceiverRouting implements HttpService {
    /// Where the service is mounted.
    public static final String PATH = "/upstream/v1";

    /// Some hundred rotations of an identity.
    static final int ENROL_BYTES = 64 << 10;

    private static final int HELLO_BYTES = 16 << 10;
    private static final int REPORT_BYTES = 512 << 10;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final Duration SOON = Duration.ofSeconds(1);

    /// What there is beside the taking of records.
    public record Desks(
            Optional<OrderDesk> orders, Optional<SiteCounter> site, Optional<EnrolDesk> enrol) {}

    private interface Answer {
        Reply to(Caller caller, byte[] body);
    }

    private final Receiver receiver;
    private final Gate gate;
    private final Desks desks;
    private final Held held = Held.fitting(Runtime.getRuntime().maxMemory());
    private final Held strangers = Held.forStrangers();

    /// A headquarters that takes records and gives nothing down.
    public ReceiverRouting(Receiver receiver) {
        this(receiver, Optional.empty(), Optional.empty());
    }

    /// One that gives down what there are desks for.
    public ReceiverRouting(
            Receiver receiver, Optional<OrderDesk> orders, Optional<SiteCounter> site) {
        this(receiver, new Desks(orders, site, Optional.empty()));
    }

    /// One that also enrols boxes, if there is a desk for it.
    public ReceiverRouting(Receiver receiver, Desks desks) {
        this.receiver = receiver;
        this.gate = receiver.gate();
        this.desks = desks;
    }

    /// What the listener must be told about encodings: batches are journaled as they came, so it
    /// leaves them packed.
    public static ContentEncodingContext encodings() {
        return ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new AsItCame())
                .build();
    }

    private static final class AsItCame implements ContentEncoding {
        @Override
        public Set<String> ids() {
            return Set.of("gzip");
        }

        @Override
        public boolean supportsEncoding() {
            return false;
        }

        @Override
        public boolean supportsDecoding() {
            return true;
        }

        @Override
        public ContentDecoder decoder() {
            return network -> network;
        }

        @Override
        public ContentEncoder encoder() {
            return ContentEncoder.NO_OP;
        }

        @Override
        public String name() {
            return "as it came";
        }

        @Override
        public String type() {
            return "as-it-came";
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(
                "/hello",
                (request, response) -> handle(request, response, HELLO_BYTES, "", receiver::hello));
        rules.post(
                "/batch",
                (request, response) ->
                        handle(
                                request,
                                response,
                                RelayLimits.PACKED_BYTES,
                                "gzip",
                                receiver::batch));
        desks.orders()
                .ifPresent(desk ->
                        rules.post(
                                "/orders",
                                (request, response) ->
                                        handle(
                                                request,
                                                response,
                                                REPORT_BYTES,
                                                "",
                                                named(desk::orders))));
        desks.site()
                .ifPresent(desk ->
                        rules.post(
                                "/site",
                                (request, response) ->
                                        handle(
                                                request,
                                                response,
                                                HELLO_BYTES,
                                                "",
                                                named(desk::site))));
        desks.enrol()
                .ifPresent(desk -> {
                    rules.get("/identity", (_, response) -> send(response, desk.identity()));
                    rules.post("/enrol", (request, response) -> enrol(desk, request, response));
                });
    }

    /// What a box asks by its name is answered to that box alone.
    private Answer named(Function<byte[], Reply> then) {
        return (caller, body) -> receiver.named(caller, body).orElseGet(() -> then.apply(body));
    }

    private void handle(
            ServerRequest request, ServerResponse response, int limit, String encoding, Answer then)
            throws IOException {
        Caller caller =
                gate.admit(header(request, "Authorization"), certificate(request), peer(request));
        if (caller instanceof Caller.Turned(var status, var why)) {
            if (status == 401) {
                response.header("WWW-Authenticate", "Bearer");
            }
            send(response, status == 503 ? Reply.later(why, SOON) : Reply.refused(status, why));
        } else if (!header(request, "Content-Encoding").equalsIgnoreCase(encoding)) {
            send(response, Reply.refused(415, "expected Content-Encoding \"" + encoding + "\""));
        } else {
            send(response, read(held, caller, request.content().inputStream(), limit, then));
        }
    }

    private void enrol(EnrolDesk desk, ServerRequest request, ServerResponse response)
            throws IOException {
        Optional<X509Certificate> certificate = certificate(request);
        if (certificate.isEmpty()) {
            send(response, Reply.refused(401, "no certificate was shown"));
            return;
        }
        Caller caller = new Caller.Somebody(peer(request));
        send(
                response,
                read(
                        strangers,
                        caller,
                        request.content().inputStream(),
                        ENROL_BYTES,
                        (_, body) -> desk.enrol(certificate.get(), body)));
    }

    /// The one that the other side proved to hold, on a line with TLS.
    private static Optional<X509Certificate> certificate(ServerRequest request) {
        return request.remotePeer()
                .tlsCertificates()
                .filter(chain -> chain.length > 0)
                .map(chain -> chain[0] instanceof X509Certificate first ? first : null);
    }

    private static String peer(ServerRequest request) {
        return request.remotePeer().host();
    }

    private static String header(ServerRequest request, String name) {
        return request.headers().first(HeaderNames.create(name)).orElse("").strip();
    }

    private static Reply read(Held room, Caller caller, InputStream in, int limit, Answer then)
            throws IOException {
        int taken = 0;
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                if (body.size() + got > limit) {
                    return Reply.refused(413, "the limit is " + limit + " bytes");
                }
                body.write(chunk, 0, got);
                int wanted = body.size() / 1024 + 1 - taken;
                if (!room.take(caller.name(), wanted)) {
                    return Reply.later("too many batches at once", SOON);
                }
                taken += wanted;
            }
            return then.to(caller, body.toByteArray());
        } finally {
            room.release(caller.name(), taken);
        }
    }

    private static void send(ServerResponse response, Reply reply) {
        reply.retryAfter()
                .ifPresent(
                        time -> response.header("Retry-After", String.valueOf(time.toSeconds())));
        response.header("Content-Type", "application/json");
        response.status(reply.status()).send(reply.json().getBytes(UTF_8));
    }
}
