package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.crypto.Digest;
import io.larder.crypto.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// What lets one box in at a headquarters, once: whom the box is to believe, and a secret by which
/// it is believed. Headquarters keeps the secret's digest only.
///
/// ```
/// text = "larder-invite-" base64url( fingerprint:32 secret:16 check:4 )     check = SHA-256 of the 48 bytes before, cut
/// ```
///
/// `headquarters` is the fingerprint of its identity.
public record Invitation(String headquarters, Secret secret) {
    private static final String PREFIX = "larder-invite-";
    private static final HexFormat HEX = HexFormat.of();
    private static final int FINGERPRINT_BYTES = 32;

    /// Too many to be guessed (128 bits).
    private static final int SECRET_BYTES = 16;

    /// A slip of the hand passes once in four thousand million times.
    private static final int CHECK_BYTES = 4;

    private static final int TOLD_BYTES = FINGERPRINT_BYTES + SECRET_BYTES;

    /// A new one.
    static Invitation draw(String headquarters, RandomGenerator random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new Invitation(headquarters, Secret.of(HEX.formatHex(secret)));
    }

    /// Whether a token was meant to be one.
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }

    /// Reads it back; throws `IllegalArgumentException` when it is not whole.
    public static Invitation read(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("an invitation begins with " + PREFIX);
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the invitation has letters that none has", e);
        }
        if (all.length != TOLD_BYTES + CHECK_BYTES
                || !Arrays.equals(check(all), Arrays.copyOfRange(all, TOLD_BYTES, all.length))) {
            throw new IllegalArgumentException("the invitation was not copied whole");
        }
        return new Invitation(
                HEX.formatHex(all, 0, FINGERPRINT_BYTES),
                Secret.of(HEX.formatHex(all, FINGERPRINT_BYTES, TOLD_BYTES)));
    }

    /// The text that is given to a person.
    public String write() {
        byte[] told = HEX.parseHex(headquarters + secret.reveal());
        byte[] all = Arrays.copyOf(told, TOLD_BYTES + CHECK_BYTES);
        System.arraycopy(check(all), 0, all, TOLD_BYTES, CHECK_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private static byte[] check(byte[] all) {
        byte[] digest = Digest.sha256(Arrays.copyOf(all, TOLD_BYTES));
        return Arrays.copyOf(digest, CHECK_BYTES);
    }

    /// What headquarters keeps of it.
    String hash() {
        return hash(secret.reveal());
    }

    /// The same of a secret that somebody said.
    static String hash(String secret) {
        return Digest.sha256Hex(secret.getBytes(US_ASCII));
    }
}
