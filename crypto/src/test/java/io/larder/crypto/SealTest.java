package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
