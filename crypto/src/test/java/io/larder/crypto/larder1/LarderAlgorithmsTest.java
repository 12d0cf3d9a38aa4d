package io.larder.crypto.larder1;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.keyexchange.Handshake;
import io.larder.crypto.keyexchange.SessionKey;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class LarderAlgorithmsTest {
    private static final KeyPair BOX = RsaKeys.generate();
    private static final KeyPair TERMINAL = RsaKeys.generate();

    @Test
    void theSetIsFoundByItsWordAndSaysWhatItIsNot() {
        assertThat(AlgorithmSet.all()).extracting(AlgorithmSet::word).containsExactly("larder-1");
        assertThat(AlgorithmSet.all().getFirst().about()).contains("not compatible");
    }

    @Test
    void bothSidesCanReadAndNobodyCanReadItsOwn() {
        SecretKeySpec one = new SecretKeySpec(new byte[32], "AES");
        SecretKeySpec other = new SecretKeySpec("0123456789abcdef".getBytes(UTF_8), "AES");
        SessionKey box = new GcmSession(one, other);
        SessionKey terminal = new GcmSession(other, one);

        assertThat(terminal.open(box.seal(bytes("OK"))).body()).contains(bytes("OK"));
        assertThat(box.open(terminal.seal(bytes("7\t1"))).body()).contains(bytes("7\t1"));
        assertThat(box.open(terminal.seal(bytes(""))).body()).contains(bytes(""));
        assertThat(box.open(box.seal(bytes("OK"))).why()).isEqualTo("its seal does not fit");
    }

    @Test
    void whatWasChangedCutRepeatedOrIsPlainDoesNotOpen() {
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        SessionKey session = new GcmSession(key, key);
        byte[] sealed = session.seal(bytes("7\t2026-03-01 08:00:00"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(session.open(changed).body()).as("byte %d", i).isEmpty();
            assertThat(session.open(Arrays.copyOf(sealed, i)).body()).isEmpty();
        }

        assertThat(session.open(bytes("7\t2026-03-01 08:00:00")).why())
                .isEqualTo("it is not sealed");
        assertThat(session.open(sealed).body()).isPresent();
        assertThat(session.open(sealed).why()).isEqualTo("it came before");
    }

    @Test
    void onlyAKeyOfThisSetIsTaken() throws NoSuchAlgorithmException {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");

        assertThat(
                        Stream.of(
                                        "",
                                        "AAAA",
                                        "no base64 ",
                                        text(small.generateKeyPair().getPublic().getEncoded()),
                                        text(curve.generateKeyPair().getPublic().getEncoded()))
                                .map(key -> handshake().publicKey(key)))
                .containsOnly(Optional.empty());
        assertThat(handshake().publicKey(text(TERMINAL.getPublic().getEncoded())))
                .contains(text(BOX.getPublic().getEncoded()));
        assertThat(((RSAPublicKey) BOX.getPublic()).getModulus().bitLength()).isEqualTo(2048);
        assertThat(((RSAPublicKey) BOX.getPublic()).getPublicExponent())
                .isEqualTo(RSAKeyGenParameterSpec.F4);
    }

    @Test
    void aHandshakeTakesOneFactor() {
        Handshake early = handshake();
        assertThat(early.factor(factor(32))).isEmpty();

        Handshake twice = begun();
        assertThat(twice.factor("AAAA")).isEmpty();
        assertThat(twice.factor(factor(32))).isEmpty();

        assertThat(begun().factor(factor(31))).isEmpty();
        assertThat(begun().factor("not base64 ")).isEmpty();
        Optional<Handshake.Agreed> agreed = begun().factor(factor(32));
        assertThat(
                        agreed.flatMap(done ->
                                RsaKeys.decrypt(
                                        TERMINAL.getPrivate(),
                                        Base64.getDecoder().decode(done.factor()))))
                .hasValueSatisfying(factor -> assertThat(factor).hasSize(32));
    }

    private static Handshake handshake() {
        return new RsaHandshake("5158181900025", BOX);
    }

    private static Handshake begun() {
        Handshake begun = handshake();
        assertThat(begun.publicKey(text(TERMINAL.getPublic().getEncoded()))).isPresent();
        return begun;
    }

    private static String factor(int size) {
        return text(RsaKeys.encrypt(BOX.getPublic(), new byte[size]));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
