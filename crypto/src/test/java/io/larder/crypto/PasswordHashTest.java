package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    private static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);

    @Test
    void withoutTheKeyNothingCanBeTried() {
        Seal other = Seal.of(Seal.newKey());

        assertThat(PasswordHash.matches(other, PasswordHash.of(SEAL, "1234"), "1234")).isFalse();
    }

    @Test
    void theRightPasswordMatchesAndNoOther() {
        String hash = PasswordHash.of(SEAL, "123456");

        assertThat(PasswordHash.matches(SEAL, hash, "123456")).isTrue();
        for (String other : List.of("123457", "12345", "1234567", "", " 123456")) {
            assertThat(PasswordHash.matches(SEAL, hash, other)).as(other).isFalse();
        }
    }

    @Test
    void theTextSaysHowItWasMadeAndNothingOfThePassword() {
        String hash = PasswordHash.of(SEAL, "geheim");

        assertThat(hash).matches("p1:1000:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=");
        assertThat(hash).doesNotContain("geheim");
        assertThat(PasswordHash.of(SEAL, "geheim")).isNotEqualTo(hash);
    }

    @Test
    void aHashOfEarlierDaysIsStillUnderstood() {
        String known =
                "p1:1:c2FsdHNhbHRzYWx0c2FsdA==:" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

        assertThat(PasswordHash.matches(SEAL, known, "1")).isFalse();
        assertThat(PasswordHash.matches(SEAL, PasswordHash.of(SEAL, "密码"), "密码")).isTrue();
    }

    @Test
    void nothingMatchesWhatIsNoHash() {
        for (String text :
                List.of("", "123456", "p1:0:AAAA:AAAA", "p1:9999999:AAAA:AAAA", "p1:1:=A=A:AA=A")) {
            assertThat(PasswordHash.matches(SEAL, text, "123456")).as(text).isFalse();
        }
    }
}
