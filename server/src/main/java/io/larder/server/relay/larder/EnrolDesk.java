package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.IdentityHistory;
import io.larder.server.json.Batch;
import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where boxes ask who headquarters is, and say who they are, without sockets. Both come before
/// anybody is let in.
public final class EnrolDesk {
    /// An identity of this box, as its certificate says; others are not pinned by their key.
    private static final String ED25519 = "EdDSA";

    private static final int SECRET_CHARACTERS = 64;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Enrolments enrolments;
    private final String page;

    /// `page` says who this headquarters is, see [IdentityPage].
    public EnrolDesk(Enrolments enrolments, String page) {
        this.enrolments = enrolments;
        this.page = page;
    }

    /// `GET identity`.
    Reply identity() {
        return new Reply(200, page, Optional.empty());
    }

    /// `POST enrol`: the holder of `certificate` says which box he is.
    Reply enrol(X509Certificate certificate, byte[] body) {
        if (!certificate.getPublicKey().getAlgorithm().equals(ED25519)) {
            return Reply.refused(400, "the certificate has no Ed25519 key");
        }
        String box;
        Optional<String> secret;
        List<IdentityHistory.Step> history;
        try {
            Map<String, Object> said = Json.read(new String(body, UTF_8));
            Fields fields = new Fields(said);
            fields.version(Batch.VERSION);
            box = fields.box();
            secret = fields.text("secret", SECRET_CHARACTERS);
            history =
                    IdentityHistory.read(
                            fields.text("history", ReceiverRouting.ENROL_BYTES).orElse(""));
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        return switch (enrolments.enrol(Gate.key(certificate), box, secret, history)) {
            case Enrolments.Done(var site) -> {
                Map<String, Object> out = new LinkedHashMap<>();
                out.put("box", box);
                out.put("site", site);
                yield new Reply(200, Json.write(out), Optional.empty());
            }
            case Enrolments.Denied(var status, var why) ->
                    status == 503 ? Reply.later(why, SOON) : Reply.refused(status, why);
        };
    }
}
