package io.larder.server.relay.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.record.Bytes;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The box's reference for a command of a server: carries the server's number, and tells apart what
/// a server that was installed anew numbers alike.
///
/// ```
/// reference = "push." upstream(8 hex) "." number "." digest(16 hex)
/// number    = as the server wrote it, or "." and its bytes in hex
/// digest    = over terminal, number, text, and how often the server gave the very same before
/// ```
final class CommandReference {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,16}");
    private static final int LONGEST_NUMBER = 16;
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2}){1,16}");

    private final String prefix;

    /// For the upstream called `name`.
    CommandReference(String name) {
        this.prefix = "push." + hex(name, 8) + ".";
    }

    /// Whether a server may number commands so (PROTOCOL.md 3.1).
    static boolean isNumber(Bytes number) {
        return !number.isEmpty() && number.length() <= LONGEST_NUMBER;
    }

    String of(String serial, Bytes number, Bytes text, int before) {
        String plain = number.asLatin1();
        String written =
                PLAIN.matcher(plain).matches()
                        ? plain
                        : "." + HexFormat.of().formatHex(number.toArray());
        String all = serial + "\n" + plain + "\n" + text.asLatin1() + "\n" + before;
        return prefix + written + "." + hex(all, 16);
    }

    /// The server's number in a reference; empty when it is none of this upstream's.
    Optional<Bytes> number(String reference) {
        int end = reference.lastIndexOf('.');
        if (!reference.startsWith(prefix) || end < prefix.length()) {
            return Optional.empty();
        }
        String written = reference.substring(prefix.length(), end);
        if (!written.startsWith(".")) {
            return Optional.of(written).filter(PLAIN.asMatchPredicate()).map(Bytes::latin1);
        }
        return Optional.of(written.substring(1))
                .filter(HEX.asMatchPredicate())
                .map(hex -> Bytes.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String hex(String text, int digits) {
        return Digest.sha256Hex(text.getBytes(UTF_8)).substring(0, digits);
    }
}
