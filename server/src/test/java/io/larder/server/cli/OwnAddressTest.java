package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnAddressTest {
    @Test
    void theAddressIsThatOfTheWayToTheOtherOne() {
        assertThat(OwnAddress.toward("127.0.0.1")).contains("127.0.0.1");
    }

    @Test
    void whatIsNoAddressInDigitsIsNowhere() {
        assertThat(OwnAddress.toward("somebody")).isEmpty();
        assertThat(OwnAddress.toward("")).isEmpty();
    }
}
