package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.TerminalDigest;
import io.larder.server.conformance.Conforms;
import org.junit.jupiter.api.Test;

class MeetingDigestTest {
    private static final String SALT = "5d9b11e1a3f448ae81f9f920e976d852";

    @Test
    @Conforms("BEST-057")
    void aPasswordIsSaltedWithTheBytesThatTheSaltSpells() {
        assertThat(TerminalDigest.ofPassword("123456", "c09eb7463827cda245f3a398bd453c42"))
                .contains("fbfe82e76c06ea568e3301ab17a9d4677c1481b8a4f1ca137411e10153deabc3");
    }

    @Test
    @Conforms("BEST-058")
    void theSecondPasswordVectorHolds() {
        assertThat(TerminalDigest.ofPassword("123456", SALT))
                .contains("486bbe9335aca3878178a51542e4e919d1146a01bdd0f2ad5a68043e2289abf7");
    }

    @Test
    void aDeviceKeyIsSaltedWithTheTextOfTheProduct() {
        String digest = TerminalDigest.ofDeviceKey("123456", SALT);

        assertThat(digest)
                .isEqualTo("7f666475e1cea7d10964055343367701c2fb3a96f82e8b0adc25147992c8bb65");
        assertThat(TerminalDigest.isSame(digest, digest.toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(TerminalDigest.isSame(digest, digest.substring(1))).isFalse();
    }

    @Test
    void aSaltThatIsNoHexGivesNoDigest() {
        assertThat(TerminalDigest.ofPassword("123456", "salt")).isEmpty();
        assertThat(TerminalDigest.ofPassword("123456", "")).isEmpty();
    }
}
