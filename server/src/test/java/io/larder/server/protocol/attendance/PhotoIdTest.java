package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import org.junit.jupiter.api.Test;

class PhotoIdTest {
    @Test
    @Conforms("TIME-015")
    void anIdWithAPinIsAPassedVerification() {
        PhotoId id = PhotoId.read("20081119172119-4").orElseThrow();

        assertThat(id.time().iso()).isEqualTo("2008-11-19T17:21:19");
        assertThat(id.pin()).isEqualTo("4");
        assertThat(id.passed()).isTrue();
        assertThat(PhotoId.read("20081119172119-4.jpg")).contains(id);
    }

    @Test
    @Conforms("TIME-016")
    void anIdWithoutAPinIsAFailedOne() {
        PhotoId id = PhotoId.read("20081119172119.jpg").orElseThrow();

        assertThat(id.pin()).isNull();
        assertThat(id.passed()).isFalse();
        assertThat(PhotoId.read("20081119172119")).contains(id);
    }

    @Test
    void whatIsNoIdIsEmpty() {
        assertThat(PhotoId.read("4.jpg")).isEmpty();
        assertThat(PhotoId.read("20081319172119-4")).isEmpty();
    }
}
