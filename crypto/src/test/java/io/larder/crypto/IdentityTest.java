package io.larder.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final byte[] SAID = "entry 4711".getBytes(UTF_8);

    private final Identity box = Identity.generate();

    @Test
    void whatABoxSignsVerifiesWithItsPublicKeyAlone() {
        byte[] key = Identity.publicKey(box.publicPem());

        assertThat(Identity.verifies(key, SAID, box.sign(SAID))).isTrue();
    }

    @Test
    void anotherTextAnotherKeyOrNoSignatureDoesNotVerify() {
        byte[] signed = box.sign(SAID);
        byte[] other = Identity.generate().publicKey();

        assertThat(Identity.verifies(box.publicKey(), "entry 4712".getBytes(UTF_8), signed))
                .isFalse();
        assertThat(Identity.verifies(other, SAID, signed)).isFalse();
        assertThat(Identity.verifies(box.publicKey(), SAID, new byte[3])).isFalse();
        assertThat(Identity.verifies(new byte[3], SAID, signed)).isFalse();
    }

    @Test
    void aBoxIsTheSameAfterARestart() {
        Identity again = Identity.read(box.write());

        assertThat(again.fingerprint()).isEqualTo(box.fingerprint()).hasSize(64);
        assertThat(Identity.verifies(box.publicKey(), SAID, again.sign(SAID))).isTrue();
    }

    @Test
    void halvesOfTwoBoxesAreRefused() {
        String mixed =
                new String(box.write(), UTF_8)
                        .replace(box.publicPem(), Identity.generate().publicPem());

        assertThatThrownBy(() -> Identity.read(mixed.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the two halves of the key do not match");
    }

    @Test
    void aFileThatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> Identity.read(SAID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no PRIVATE KEY in PEM");
    }

    @Test
    void itDoesNotPrintItsSecret() {
        assertThat(box).hasToString("Identity[" + box.fingerprint() + "]");
    }
}
