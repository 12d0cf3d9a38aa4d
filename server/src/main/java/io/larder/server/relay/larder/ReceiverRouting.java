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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Puts a receiver, and where boxes fetch their orders, on a listener, at `/upstream/v1`. Asks for
/// the token before it reads a body, reads no more than a batch may have, and holds no more than a
/// certain amount for all senders together, however slow they are.
public final class ReceiverRouting implements HttpService {
    /// Where the service is mounted.
    public static final String PATH = "/upstream/v1";

    /// Bodies of all senders together: some twenty of the largest, hundreds of ordinary ones.
    private static final int HELD_KIB = 64 << 10;

    private static final int HELLO_BYTES = 16 << 10;
    private static final int REPORT_BYTES = 512 << 10;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Receiver receiver;
    private final Optional<OrderDesk> orders;
    private final Optional<SiteCounter> site;
    private final Semaphore heldKib = new Semaphore(HELD_KIB);

    /// A headquarters that takes records and gives nothing down.
    public ReceiverRouting(Receiver receiver) {
        this(receiver, Optional.empty(), Optional.empty());
    }

    /// One that gives down what there are desks for.
    public ReceiverRouting(
            Receiver receiver, Optional<OrderDesk> orders, Optional<SiteCounter> site) {
        this.receiver = receiver;
        this.orders = orders;
        this.site = site;
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
        orders.ifPresent(desk ->
                rules.post(
                        "/orders",
                        (request, response) ->
                                handle(request, response, REPORT_BYTES, "", desk::orders)));
        site.ifPresent(desk ->
                rules.post(
                        "/site",
                        (request, response) ->
                                handle(request, response, HELLO_BYTES, "", desk::site)));
    }

    private void handle(
            ServerRequest request,
            ServerResponse response,
            int limit,
            String encoding,
            Function<byte[], Reply> then)
            throws IOException {
        String authorization = header(request, "Authorization");
        if (!receiver.admits(authorization)) {
            response.header("WWW-Authenticate", "Bearer");
            send(response, Reply.refused(401, "no token or a wrong one"));
        } else if (!header(request, "Content-Encoding").equalsIgnoreCase(encoding)) {
            send(response, Reply.refused(415, "expected Content-Encoding \"" + encoding + "\""));
        } else {
            send(response, read(request.content().inputStream(), limit, then));
        }
    }

    private static String header(ServerRequest request, String name) {
        return request.headers().first(HeaderNames.create(name)).orElse("").strip();
    }

    private Reply read(InputStream in, int limit, Function<byte[], Reply> then) throws IOException {
        int held = 0;
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                if (body.size() + got > limit) {
                    return Reply.refused(413, "the limit is " + limit + " bytes");
                }
                body.write(chunk, 0, got);
                int wanted = body.size() / 1024 + 1 - held;
                if (!heldKib.tryAcquire(wanted)) {
                    return new Reply(
                            503,
                            "{\"why\":\"too many batches at once\"}",
                            Optional.of(Duration.ofSeconds(1)));
                }
                held += wanted;
            }
            return then.apply(body.toByteArray());
        } finally {
            heldKib.release(held);
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
