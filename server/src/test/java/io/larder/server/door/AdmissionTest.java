package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission admission = new Admission(new DoorLimits.Crowd(3, 2, 1));

    @Test
    void oneAddressCannotTakeAllPlaces() {
        assertThat(admission.enter("a")).isEmpty();
        assertThat(admission.enter("a")).isEmpty();
        assertThat(admission.enter("a"))
                .contains("all 2 connections of the address are taken");
        assertThat(admission.enter("b")).isEmpty();
        assertThat(admission.enter("c")).contains("all 3 connections are taken");
        assertThat(admission.open()).isEqualTo(3);
    }

    @Test
    void whoLeavesMakesRoom() {
        admission.enter("a");
        admission.enter("a");
        admission.leave("a");

        assertThat(admission.enter("a")).isEmpty();
        admission.leave("a");
        admission.leave("a");
        assertThat(admission.open()).isZero();
    }
}
