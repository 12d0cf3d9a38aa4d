package io.larder.server.exchange.meeting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.terminal.Facts;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Whether a terminal shows the product and the device key that it must have. Of the key only the
/// digest goes over the wire, and only a digest of that is kept. Source: PROTOCOL.md 6.3.
final class MeetingCredentials {
    private final MeetingSettings settings;

    MeetingCredentials(MeetingSettings settings) {
        this.settings = settings;
    }

    /// What is kept of a secret that a terminal must say again.
    static String kept(String secret) {
        return Digest.sha256Hex(secret.getBytes(UTF_8));
    }

    /// What is kept of the digest of a device key, in whichever case it is written.
    static String keptKey(String digest) {
        return kept(digest.toLowerCase(Locale.ROOT));
    }

    /// Whether a terminal says the secret of which `fact` is kept. Takes the same time wherever
    /// they differ.
    static boolean says(Map<String, String> facts, String fact, String said) {
        return same(facts.getOrDefault(fact, ""), kept(said));
    }

    /// Why the product and key are not those of the terminal with these facts; empty when they are.
    Optional<String> refusal(Map<String, String> facts, String productId, String devKey) {
        String own = facts.getOrDefault(Facts.BEST_DEVICE_KEY, "");
        String product = facts.getOrDefault(Facts.BEST_PRODUCT_ID, "");
        if (!own.isEmpty()) {
            return same(own, keptKey(devKey)) && (product.isEmpty() || product.equals(productId))
                    ? Optional.empty()
                    : Optional.of("devKey or productId is not the one of this terminal");
        }
        if (settings.shared().isPresent()) {
            MeetingSettings.SharedKey shared = settings.shared().get();
            return same(keptKey(shared.digest()), keptKey(devKey))
                            && shared.productId().equals(productId)
                    ? Optional.empty()
                    : Optional.of("devKey or productId is not the one of this site");
        }
        return settings.required()
                ? Optional.of("no device key is known for this terminal")
                : Optional.empty();
    }

    /// What is to be remembered of a terminal that showed its key: where none was given for it,
    /// this one is its key from now on.
    Map<String, String> learned(Map<String, String> facts, String productId, String devKey) {
        boolean pinned =
                facts.getOrDefault(Facts.BEST_DEVICE_KEY, "").isEmpty()
                        && settings.shared().isEmpty();
        return pinned
                ? Map.of(Facts.BEST_DEVICE_KEY, keptKey(devKey), Facts.BEST_PRODUCT_ID, productId)
                : Map.of();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }
}
