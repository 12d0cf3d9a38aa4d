package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    @Conforms("OPT-002")
    void versionsCompareNumberByNumber() {
        assertThat(version("2.2.14")).isGreaterThan(version("2.2.9"));
        assertThat(version("2.10.0")).isGreaterThan(version("2.9.0"));
        assertThat(version("2.3")).isEqualTo(version("2.3.0")).hasToString("2.3.0");
        assertThat(version("2.3").hashCode()).isEqualTo(version("2.3.0").hashCode());
    }

    @Test
    @Conforms("OPT-003")
    void wordsAndDatesAroundAVersionAreTolerated() {
        assertThat(version("Ver 2.0.12-20150625")).isEqualTo(Version.of(2, 0, 12));
        assertThat(version("Ver 2.0.33S-20220623")).isEqualTo(Version.of(2, 0, 33));
        assertThat(version("2.0")).isEqualTo(Version.of(2, 0, 0));
        assertThat(Version.read("none")).isEmpty();
        assertThat(Version.read("")).isEmpty();
    }

    @Test
    void theLowerOfTwoIsWhatBothSpeak() {
        assertThat(Version.lower(version("4.0.1"), version("2.3.0"))).hasToString("2.3.0");
        assertThat(Version.lower(version("2.2.14"), version("2.3.0"))).hasToString("2.2.14");
    }

    private static Version version(String text) {
        return Version.read(text).orElseThrow();
    }
}
