package io.larder.server.relay.larder;

import io.larder.crypto.Certificates;
import io.larder.crypto.Digest;
import io.larder.crypto.Identity;
import io.larder.crypto.IdentityHistory;
import io.larder.server.json.Json;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who a headquarters is, for whoever asks: nothing in it is secret, and everything is signed. The
/// identity vouches for the certificate that the listener shows, and earlier identities for it.
public final class IdentityPage {
    private static final String IDENTITY = "identity";
    private static final String HISTORY = "history";
    private static final String CERTIFICATE = "certificate";
    private static final String VOUCHED = "vouched";

    private IdentityPage() {}

    /// As JSON. `history` is the text of the identity's rotations.
    public static String write(Identity identity, String history, X509Certificate shown) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", 1);
        out.put(IDENTITY, identity.publicPem());
        out.put(HISTORY, history);
        out.put(CERTIFICATE, Certificates.pem(shown));
        out.put(VOUCHED, Base64.getEncoder().encodeToString(identity.vouch(shown)));
        return Json.write(out);
    }

    /// The fingerprint of the certificate that the headquarters known as `expected` shows. Throws
    /// `IllegalArgumentException` when this is not that headquarters, nor one that it became.
    static String certificate(String page, String expected) {
        Map<String, Object> said = Json.read(page);
        byte[] identity = Identity.publicKey(text(said, IDENTITY));
        String fingerprint = Digest.sha256Hex(identity);
        if (!IdentityHistory.leads(
                IdentityHistory.read(text(said, HISTORY)), expected, fingerprint)) {
            throw new IllegalArgumentException(
                    "its identity is " + fingerprint + ", the invitation is of " + expected);
        }
        X509Certificate shown = Certificates.read(text(said, CERTIFICATE)).getFirst();
        byte[] vouched = Base64.getDecoder().decode(text(said, VOUCHED));
        if (!Identity.vouches(identity, shown, vouched)) {
            throw new IllegalArgumentException("its identity does not vouch for its certificate");
        }
        return Certificates.fingerprint(shown);
    }

    private static String text(Map<String, Object> said, String name) {
        return String.valueOf(said.getOrDefault(name, ""));
    }
}
