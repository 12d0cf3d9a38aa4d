package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealTest {
    private final Seal seal = Seal.of(Seal.newKey());

    @Test
    void whatIsClosedOpensAgainAndDoesNotShow() {
        String sealed = seal.close("geheim 密码");

        assertThat(seal.open(sealed)).contains("geheim 密码");
        assertThat(sealed).startsWith("s1:").doesNotContain("geheim");
        assertThat(seal.close("geheim 密码")).isNotEqualTo(sealed);
    }

    @Test
    void anotherKeyOpensNothing() {
        assertThat(Seal.of(Seal.newKey()).open(seal.close("123456"))).isEmpty();
    }

    @Test
    void aChangedByteOpensNothing() {
        String sealed = seal.close("123456");
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(3));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(seal.open("s1:" + Base64.getEncoder().encodeToString(changed))).isEmpty();
        }
    }

    @Test
    void whatWasNeverSealedOpensNothing() {
        assertThat(seal.open("123456")).isEmpty();
        assertThat(seal.open("s1:")).isEmpty();
        assertThat(seal.open("s1:no base64")).isEmpty();
    }

    @Test
    void bytesOpenOnlyForWhatTheyBelongTo() {
        byte[] clear = {0, 1, 2, -1};
        byte[] sealed = seal.close(clear, bytes("T1 photo"));

        assertThat(seal.open(sealed, bytes("T1 photo"))).contains(clear);
        assertThat(seal.open(sealed, bytes("T2 photo"))).isEmpty();
        assertThat(Seal.of(Seal.newKey()).open(sealed, bytes("T1 photo"))).isEmpty();
        assertThat(sealed).startsWith(1).hasSize(1 + 12 + 4 + 16);
    }

    @Test
    void noBytesCanBeSealedToo() {
        assertThat(seal.open(seal.close(new byte[0], new byte[0]), new byte[0]))
                .contains(new byte[0]);
    }

    @Test
    void changedOrShortenedBytesOpenNothing() {
        byte[] sealed = seal.close(bytes("123456"), bytes("T1"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(seal.open(changed, bytes("T1"))).isEmpty();
            assertThat(seal.open(Arrays.copyOf(sealed, i), bytes("T1"))).isEmpty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Seal.of(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the key has 16 bytes, expected 32");
    }

    @Test
    void aFingerprintIsTheSameForTheSameTextAndKeyOnly() {
        assertThat(seal.fingerprint("123456"))
                .isEqualTo(seal.fingerprint("123456"))
                .startsWith("h1:")
                .doesNotContain("123456")
                .isNotEqualTo(seal.fingerprint("123457"))
                .isNotEqualTo(Seal.of(Seal.newKey()).fingerprint("123456"));
    }
}
