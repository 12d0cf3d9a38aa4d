package io.larder.server.exchange.meeting;

import io.larder.crypto.Secret;
import io.larder.server.exchange.SiteSettings;
import java.time.Duration;
import java.util.Optional;

/// What a site has set for its meeting terminals. `required`: one whose device key nobody has given
/// is turned away; otherwise the first key that it shows is its key from then on. `shared` is the
/// key of all that have none of their own. `secretKey` is that with which those sign that have no
/// secret key of their own. `heartbeat` is the pause between signs of life, `fileBytes` the largest
/// file, `webSocketUrl` and `pushUrl` where terminals are sent that ask, empty for the address by
/// which they reached this box, `path` the end of the first, `tlsPort` where this box speaks TLS, 0
/// for nowhere.
public record MeetingSettings(
        SiteSettings site,
        boolean required,
        Optional<SharedKey> shared,
        Optional<Secret> secretKey,
        Duration heartbeat,
        int fileBytes,
        String webSocketUrl,
        String pushUrl,
        String path,
        int tlsPort) {
    /// The product and device key of all terminals without a key of their own; `digest` is what
    /// they send in place of the key.
    public record SharedKey(String productId, String digest) {}
}
