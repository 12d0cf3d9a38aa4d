package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    @Conforms("ATT-054")
    void aTerminalThatSaysNothingTakesFingersOnly() {
        Capabilities silent = new Capabilities(Map.of(), Map.of());

        assertThat(silent.takesFingerprints()).isTrue();
        assertThat(silent.takesFaces()).isFalse();
        assertThat(silent.takesUserPictures()).isFalse();
        assertThat(silent.takesComparisonPhotos(9)).isFalse();
        assertThat(silent.takes(Capabilities.FINGER, "10")).isTrue();
        assertThat(silent.takes(Capabilities.VISIBLE_FACE, "")).isFalse();
        assertThat(silent.generation()).isEqualTo("classic");
    }

    @Test
    void theFlagsOfAPollDecideWhatTheyName() {
        Capabilities flags =
                new Capabilities(
                        Map.of(
                                "pushver",
                                "2.2.14",
                                "poll.flags",
                                "01100",
                                "poll.fpversion",
                                "10",
                                "poll.faceversion",
                                "7"),
                        Map.of());

        assertThat(flags.takesFingerprints()).isFalse();
        assertThat(flags.takes(Capabilities.FINGER, "10")).isFalse();
        assertThat(flags.takes(Capabilities.FACE, "7")).isTrue();
        assertThat(flags.takes(Capabilities.FACE, "8.0")).isFalse();
        assertThat(flags.takesUserPictures()).isTrue();
        assertThat(flags.fingerVersion()).isEqualTo("10");
        assertThat(flags.faceVersion()).isEqualTo("7");
        assertThat(flags.generation()).isEqualTo("push");
    }

    @Test
    void bitmapsDecideNewerKinds() {
        Capabilities hybrid =
                new Capabilities(
                        Map.of("pushver", "2.4.1", "poll.flags", "11110"),
                        Map.of(
                                "multibiodatasupport",
                                "0:1:0:0:0:0:0:0:1:1",
                                "multibiophotosupport",
                                "0:0:0:0:0:0:0:0:0:1",
                                "multibioversion",
                                "0:10.0:0:0:0:0:0:0:12.0:58.10",
                                "~zkfpversion",
                                "10"));

        assertThat(hybrid.takes(Capabilities.FINGER, "10")).isTrue();
        assertThat(hybrid.takes(Capabilities.FINGER, "")).isTrue();
        assertThat(hybrid.takes(Capabilities.FINGER, "12.0")).isFalse();
        assertThat(hybrid.takes(Capabilities.VISIBLE_FACE, "58.12")).isTrue();
        assertThat(hybrid.takes(Capabilities.VISIBLE_FACE, "39.0")).isFalse();
        assertThat(hybrid.takes(Capabilities.PALM_VEIN, "12.0")).isTrue();
        assertThat(hybrid.takes(10, "")).isFalse();
        assertThat(hybrid.takesFaces()).isFalse();
        assertThat(hybrid.takesComparisonPhotos(9)).isTrue();
        assertThat(hybrid.takesComparisonPhotos(2)).isFalse();
        assertThat(hybrid.generation()).isEqualTo("hybrid");
    }

    @Test
    @Conforms("ATT-072")
    void bothSidesBitmapsAreCombinedAndPadded() {
        Capabilities ten =
                new Capabilities(Map.of(), Map.of("MultiBioDataSupport", "0:1:0:0:0:0:0:0:1:1"));

        assertThat(ten.sharedTemplates()).contains("0:1:0:0:0:0:0:0:1:1:0");
        assertThat(ten.sharedPhotos()).isEmpty();
    }
}
