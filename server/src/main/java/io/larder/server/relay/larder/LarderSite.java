package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Secret;
import io.larder.server.relay.SiteSource;
import io.larder.server.relay.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/// Site data from a Larder headquarters over HTTP/1.1. It holds passwords in the clear: the line is
/// to be https.
public final class LarderSite implements SiteSource {
    private final Question headquarters;

    /// `base` is where headquarters listens; the client must not follow redirects.
    public LarderSite(HttpClient client, URI base, Secret token, LineLimits limits) {
        this(Access.byToken(client, token), base, limits);
    }

    /// The same with whatever lets the box in.
    public LarderSite(Access access, URI base, LineLimits limits) {
        this.headquarters = new Question(access, base, limits, "/site");
    }

    @Override
    public Answer ask(String question) {
        return switch (headquarters.ask(question, LineLimits.SITE_BYTES, LineLimits.SITE_BYTES)) {
            case LarderLine.Failed(var why) -> new Down(why, Optional.empty());
            case LarderLine.Came(var response) -> {
                if (response.statusCode() == 200) {
                    yield new Heard(new String(response.body(), UTF_8));
                }
                Upstream.Down down = Answers.down(response);
                yield new Down(down.why(), down.retryAfter());
            }
        };
    }

    @Override
    public void close() {
        headquarters.close();
    }
}
