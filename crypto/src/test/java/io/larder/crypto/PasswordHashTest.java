package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void theRightPasswordMatchesAndNoOther() {
        String hash = PasswordHash.of("123456");

        assertThat(PasswordHash.matches(hash, "123456")).isTrue();
        for (String other : List.of("123457", "12345", "1234567", "", " 123456")) {
            assertThat(PasswordHash.matches(hash, other)).as(other).isFalse();
        }
    }

    @Test
    void theTextSaysHowItWasMadeAndNothingOfThePassword() {
        String hash = PasswordHash.of("geheim");

        assertThat(hash).matches("p1:1000:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{43}=");
        assertThat(hash).doesNotContain("geheim");
        assertThat(PasswordHash.of("geheim")).isNotEqualTo(hash);
    }

    @Test
    void aHashOfEarlierDaysIsStillUnderstood() {
        String known =
                "p1:1:c2FsdHNhbHRzYWx0c2FsdA==:" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

        assertThat(PasswordHash.matches(known, "1")).isFalse();
        assertThat(PasswordHash.matches(PasswordHash.of("密码"), "密码")).isTrue();
    }

    @Test
    void nothingMatchesWhatIsNoHash() {
        for (String text :
                List.of("", "123456", "p1:0:AAAA:AAAA", "p1:9999999:AAAA:AAAA", "p1:1:=A=A:AA=A")) {
            assertThat(PasswordHash.matches(text, "123456")).as(text).isFalse();
        }
    }
}
