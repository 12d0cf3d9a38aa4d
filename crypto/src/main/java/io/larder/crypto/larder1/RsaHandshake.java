package io.larder.crypto.larder1;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.crypto.keyexchange.Handshake;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/// One exchange. Both factors are 32 random bytes; all that was said goes into the salt, so that
/// two sides that heard different things have different keys.
///
/// ```
/// C1, C2 = RSA-OAEP of the factors R1 (terminal) and R2 (box), 256 bytes each
/// salt   = SHA-256( P1 as DER, P2 as DER, C1, C2 )
/// key    = HKDF-SHA-256( input R1 R2, salt, info, 32 bytes )
/// info   = "larder-1 up " serial       for what the terminal says
///          "larder-1 down " serial     for what the box says
/// ```
final class RsaHandshake implements Handshake {
    private static final int FACTOR_BYTES = 32;
    private static final int KEY_BYTES = 32;

    private final String serial;
    private final SecureRandom random = new SecureRandom();

    /// Null once the handshake is over: who could try factors one after the other would learn from
    /// the answers.
    private @Nullable KeyPair own;

    private @Nullable RSAPublicKey theirs;

    RsaHandshake(String serial, KeyPair own) {
        this.serial = serial;
        this.own = own;
    }

    @Override
    public synchronized Optional<String> publicKey(String terminalKey) {
        Optional<RSAPublicKey> read = RsaKeys.read(terminalKey);
        if (own == null || read.isEmpty()) {
            return Optional.empty();
        }
        theirs = read.get();
        return Optional.of(text(own.getPublic().getEncoded()));
    }

    @Override
    public synchronized Optional<Agreed> factor(String terminalFactor) {
        KeyPair pair = own;
        RSAPublicKey peer = theirs;
        own = null;
        return pair == null || peer == null
                ? Optional.empty()
                : bytes(terminalFactor).flatMap(sent -> agree(pair, peer, sent));
    }

    private Optional<Agreed> agree(KeyPair pair, RSAPublicKey peer, byte[] sent) {
        return RsaKeys.decrypt(pair.getPrivate(), sent)
                .filter(factor -> factor.length == FACTOR_BYTES)
                .map(factor -> {
                    byte[] ours = new byte[FACTOR_BYTES];
                    random.nextBytes(ours);
                    byte[] answer = RsaKeys.encrypt(peer, ours);
                    byte[] salt =
                            Digest.sha256(
                                    peer.getEncoded(), pair.getPublic().getEncoded(), sent, answer);
                    return new Agreed(
                            text(answer),
                            new GcmSession(
                                    key(factor, ours, salt, "up"),
                                    key(factor, ours, salt, "down")));
                });
    }

    private SecretKey key(byte[] theirFactor, byte[] ourFactor, byte[] salt, String direction) {
        String info = LarderAlgorithms.WORD + " " + direction + " " + serial;
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(theirFactor)
                                    .addIKM(ourFactor)
                                    .addSalt(salt)
                                    .thenExpand(info.getBytes(UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF", e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
