package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// The wish of a sender to go on in WebSocket: the `version` that it speaks, its `key`, and the
/// first subprotocol that it offers, each empty for none. Source: RFC 6455, 4.
record Handshake(String version, String key, String subprotocol) {
    /// The only one that there is.
    static final String VERSION = "13";

    private static final int KEY_BYTES = 16;

    /// Joined to the key before it is digested, so that only who knows WebSocket answers rightly.
    private static final String CONSTANT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// Why there is no going on; empty when there is.
    Optional<Answer.Refused> refusal() {
        if (!version.equals(VERSION)) {
            String why = "Sec-WebSocket-Version is not " + VERSION;
            return Optional.of(new Answer.Refused(426, why, 0));
        }
        return isKey()
                ? Optional.empty()
                : Optional.of(
                        new Answer.Refused(
                                400,
                                "Sec-WebSocket-Key is not " + KEY_BYTES + " bytes in base64",
                                0));
    }

    private boolean isKey() {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The answer behind which frames follow. A subprotocol that was offered is taken: the protocol
    /// names none, and a client may insist.
    Bytes answer() {
        String chosen =
                subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
        return Bytes.latin1(
                "HTTP/1.1 101 Switching Protocols\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept()
                        + "\r\n"
                        + chosen
                        + "\r\n");
    }

    private String accept() {
        try {
            byte[] all = (key + CONSTANT).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
