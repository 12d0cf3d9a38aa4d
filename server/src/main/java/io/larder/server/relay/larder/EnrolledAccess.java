package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Identity;
import io.larder.crypto.Tls;
import io.larder.crypto.Trust;
import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/// By certificates: the box believes the headquarters that its invitation names, by the signature
/// of its identity, and shows its own identity in turn. Nothing of it is written down here: after a
/// restart headquarters is asked again who it is, and knows the box by its certificate.
///
/// ```
/// who are you?  GET identity, of anybody     -> the certificate that the invited identity vouches for
/// that one only: hello, batch, orders, site  -> 401: POST enrol with the secret and who I was before
/// nothing came                               -> who are you?
/// ```
public final class EnrolledAccess implements Access {
    /// Who the box is: its identity, the text of that one's rotations, and its store's name.
    public record Self(Identity identity, String history, String box) {}

    /// For the few hundred bytes of either question.
    private static final Duration ALLOWED = Duration.ofSeconds(30);

    private final String root;
    private final Invitation invitation;
    private final Self self;
    private final HttpClient stranger;

    private final LongAdder carried = new LongAdder();
    private final ReentrantLock meeting = new ReentrantLock();
    private volatile Known known = new Known(Optional.empty(), "", true);

    /// The client that believes one certificate alone; in doubt, headquarters is asked again.
    private record Known(Optional<HttpClient> client, String certificate, boolean doubted) {}

    /// `base` is where headquarters listens.
    public EnrolledAccess(URI base, Invitation invitation, Self self) {
        this.root = LarderLine.root(base);
        this.invitation = invitation;
        this.self = self;
        SSLContext anybody = Tls.client(Optional.empty(), new Trust.Anybody());
        this.stranger = LarderUpstream.client(anybody);
    }

    @Override
    public LongAdder carried() {
        return carried;
    }

    /// One line asks at a time; the other does not wait for it, because it may have to close.
    @Override
    public Found way(Sender sender) {
        Known now = known;
        if (now.client().isPresent() && !now.doubted()) {
            return new Way(now.client().get(), Optional.empty());
        }
        if (!meeting.tryLock()) {
            return new NoWay("headquarters is being asked who it is");
        }
        try {
            return meet(sender);
        } finally {
            meeting.unlock();
        }
    }

    private Found meet(Sender sender) {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(root + "/identity")).timeout(ALLOWED).build();
        return switch (sender.send(stranger, question, ALLOWED, LineLimits.IDENTITY_BYTES)) {
            case LarderLine.Failed(var why) -> new NoWay(why);
            case LarderLine.Came(var response) ->
                    response.statusCode() == 200
                            ? trust(new String(response.body(), UTF_8))
                            : new NoWay(
                                    Answers.down(response).why() + ", asked who headquarters is");
        };
    }

    private Found trust(String page) {
        String certificate;
        try {
            certificate = IdentityPage.certificate(page, invitation.headquarters());
        } catch (IllegalArgumentException e) {
            return new NoWay("headquarters is not believed: " + e.getMessage());
        }
        Known before = known;
        HttpClient client =
                before.client()
                        .filter(_ -> certificate.equals(before.certificate()))
                        .orElseGet(() -> believing(certificate));
        known = new Known(Optional.of(client), certificate, false);
        return new Way(client, Optional.empty());
    }

    private HttpClient believing(String certificate) {
        return LarderUpstream.client(
                Tls.client(Optional.of(self.identity()), new Trust.Fingerprint(certificate)));
    }

    @Override
    public Optional<LarderLine.Exchange> introduce(Sender sender, LarderLine.Exchange unknown) {
        if (!(way(sender) instanceof Way(var client, _))) {
            return Optional.of(unknown);
        }
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("version", Batch.VERSION);
        said.put("box", self.box());
        said.put("secret", invitation.secret().reveal());
        if (!self.history().isEmpty()) {
            said.put("history", self.history());
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(root + "/enrol"))
                        .timeout(ALLOWED)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(said)))
                        .build();
        LarderLine.Exchange exchange =
                sender.send(client, request, ALLOWED, LineLimits.ANSWER_BYTES);
        return exchange instanceof LarderLine.Came(var response) && response.statusCode() == 200
                ? Optional.empty()
                : Optional.of(exchange);
    }

    @Override
    public void failed(HttpClient client) {
        Known now = known;
        if (now.client().equals(Optional.of(client))) {
            known = new Known(now.client(), now.certificate(), true);
        }
    }
}
