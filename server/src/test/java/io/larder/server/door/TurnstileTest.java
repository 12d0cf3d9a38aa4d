package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile(new DoorLimits.Crowd(3, 2, 1));

    @Test
    void oneAddressCannotTakeAllPlaces() {
        assertThat(turnstile.enter("a")).isEmpty();
        assertThat(turnstile.enter("a")).isEmpty();
        assertThat(turnstile.enter("a")).contains("all 2 connections of the address are taken");
        assertThat(turnstile.enter("b")).isEmpty();
        assertThat(turnstile.enter("c")).contains("all 3 connections are taken");
        assertThat(turnstile.open()).isEqualTo(3);
    }

    @Test
    void whoLeavesMakesRoom() {
        turnstile.enter("a");
        turnstile.enter("a");
        turnstile.leave("a");

        assertThat(turnstile.enter("a")).isEmpty();
        turnstile.leave("a");
        turnstile.leave("a");
        assertThat(turnstile.open()).isZero();
    }
}
