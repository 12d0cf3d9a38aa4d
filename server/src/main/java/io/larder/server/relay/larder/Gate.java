package io.larder.server.relay.larder;

import io.larder.crypto.Digest;
import io.larder.crypto.Secret;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// Who may speak to this headquarters, and for which box: an enrolled box by its certificate, for
/// itself alone; whoever knows the token that all share, if there is one, for every box that is not
/// enrolled.
final class Gate {
    private static final String BEARER = "Bearer ";

    private final Optional<Secret> token;
    private final Optional<Roster> roster;

    Gate(Optional<Secret> token, Optional<Roster> roster) {
        this.token = token;
        this.roster = roster;
    }

    /// Judges an `Authorization` header and the certificate that the caller proved to hold.
    Caller admit(String authorization, Optional<X509Certificate> certificate, String address) {
        // Without the roster nobody can say for whom the token speaks no longer.
        if (roster.isPresent() && !roster.get().enrolments().isKnown()) {
            return new Caller.Turned(503, "still reading what was received before");
        }
        if (roster.isPresent() && certificate.isPresent()) {
            Enrolments enrolments = roster.get().enrolments();
            Optional<EnrolledBox> box = enrolments.byKey(key(certificate.get()));
            if (box.isPresent()) {
                return box.get().state() == EnrolledBox.State.REVOKED
                        ? new Caller.Turned(403, Enrolments.revoked(box.get().box()))
                        : new Caller.Enrolled(box.get().box());
            }
        }
        if (isToken(authorization)) {
            return new Caller.Somebody(address);
        }
        return new Caller.Turned(
                401,
                certificate.isPresent() && roster.isPresent()
                        ? "this certificate is not enrolled here"
                        : "no token or a wrong one");
    }

    boolean isToken(String authorization) {
        return token.isPresent()
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && token.get().matches(authorization.substring(BEARER.length()).strip());
    }

    /// The fingerprint of the key in a certificate: what an identity is known by.
    static String key(X509Certificate certificate) {
        return Digest.sha256Hex(certificate.getPublicKey().getEncoded());
    }

    /// Why the caller may not speak for `box`, if so.
    Optional<String> refusal(Caller caller, String box) {
        return switch (caller) {
            case Caller.Enrolled(var own) ->
                    own.equals(box)
                            ? Optional.empty()
                            : Optional.of(
                                    "this certificate is that of box " + own + ", not of " + box);
            case Caller.Somebody _ ->
                    roster.flatMap(each -> each.enrolments().box(box))
                            .map(_ -> "box " + box + " is enrolled: its certificate speaks for it");
            case Caller.Turned(_, var why) -> Optional.of(why);
        };
    }
}
