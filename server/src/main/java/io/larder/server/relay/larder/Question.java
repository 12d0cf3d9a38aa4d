package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;

/// Asks one of headquarters' services, in JSON, for what comes down. The answer may hold secrets in
/// the clear: the line is to be https.
final class Question implements AutoCloseable {
    private final LarderLine line;
    private final LineLimits limits;
    private final String service;

    /// `base` is where headquarters listens, `service` a path below that.
    Question(Access access, URI base, LineLimits limits, String service) {
        this.line = new LarderLine(access, base);
        this.limits = limits;
        this.service = service;
    }

    /// Sends `json`. So many bytes are `usual` in an answer and get the time they need, more than
    /// `most` are none.
    LarderLine.Exchange ask(String json, int usual, int most) {
        byte[] body = json.getBytes(UTF_8);
        return line.exchange(
                line.request(service).header("Content-Type", "application/json"),
                body,
                limits.allowedFor(body.length + usual),
                most);
    }

    @Override
    public void close() {
        line.close();
    }
}
