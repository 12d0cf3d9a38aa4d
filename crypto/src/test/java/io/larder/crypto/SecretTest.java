package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void theRightWordMatches() {
        assertThat(Secret.of("Schlüssel").matches("Schlüssel")).isTrue();
    }

    @Test
    void anotherWordAPrefixOrNothingDoesNotMatch() {
        Secret secret = Secret.of("key-1");

        assertThat(secret.matches("key-2")).isFalse();
        assertThat(secret.matches("key")).isFalse();
        assertThat(secret.matches("key-11")).isFalse();
        assertThat(secret.matches("")).isFalse();
    }

    @Test
    void itPrintsStars() {
        assertThat("token " + Secret.of("key-1")).isEqualTo("token ***");
    }

    @Test
    void itIsRevealedForTheWire() {
        assertThat(Secret.of("key-1").reveal()).isEqualTo("key-1");
    }

    @Test
    void anEmptySecretIsRefused() {
        assertThatThrownBy(() -> Secret.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a secret is empty, expected at least one character");
    }
}
