package io.larder.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DER in a text (RFC 7468).
///
/// ```
/// block = "-----BEGIN " name "-----" base64, 64 a line "-----END " name "-----"
/// ```
final class Pem {
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";
    static final String CERTIFICATE = "CERTIFICATE";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String write(String name, byte[] der) {
        return "-----BEGIN "
                + name
                + "-----\n"
                + LINES.encodeToString(der)
                + "\n-----END "
                + name
                + "-----\n";
    }

    /// The first block of that name; throws `IllegalArgumentException` when there is none.
    static byte[] first(String text, String name) {
        List<byte[]> all = all(text, name);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no " + name + " in PEM");
        }
        return all.getFirst();
    }

    /// All whole blocks of that name, in order. Half a block, as a cut leaves it, is none.
    static List<byte[]> all(String text, String name) {
        Pattern form =
                Pattern.compile("-----BEGIN " + name + "-----([^-]+)-----END " + name + "-----");
        List<byte[]> all = new ArrayList<>();
        Matcher block = form.matcher(text);
        while (block.find()) {
            all.add(Base64.getMimeDecoder().decode(block.group(1)));
        }
        return all;
    }

    static String text(byte[] stored) {
        return new String(stored, US_ASCII);
    }
}
