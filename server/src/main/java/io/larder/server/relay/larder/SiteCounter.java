package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.storage.LedgerException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Where boxes fetch the site's data, without sockets.
public final class SiteCounter {
    private static final Duration LATER = Duration.ofSeconds(30);

    private final UnaryOperator<String> share;

    /// `share` answers a question, and throws `IllegalArgumentException` for what is none.
    public SiteCounter(UnaryOperator<String> share) {
        this.share = share;
    }

    /// `POST site`.
    Reply site(byte[] body) {
        try {
            return new Reply(200, share.apply(new String(body, UTF_8)), Optional.empty());
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        } catch (LedgerException e) {
            return Reply.later("the ledger cannot be read", LATER);
        }
    }
}
