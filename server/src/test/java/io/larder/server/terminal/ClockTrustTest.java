package io.larder.server.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import io.larder.storage.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When the box believes its clock, told by a machine whose two clocks are set by hand.
class ClockTrustTest {
    private static final int BOOT = 7;
    private static final Instant RIGHT = Instant.parse("2026-03-01T04:00:00Z");
    private static final String NOBODY = "it is not synchronised, and nobody has confirmed it";

    private boolean synchronised;
    private boolean battery;
    private int asked;
    private Instant wall = RIGHT;
    private long up = 60_000;
    private ClockTrust trust = anew(BOOT);

    private ClockTrust anew(int boot) {
        return ClockTrust.verified(
                new ClockTrust.Machine() {
                    @Override
                    public boolean synchronised() {
                        asked++;
                        return synchronised;
                    }

                    @Override
                    public boolean battery() {
                        return battery;
                    }
                },
                boot);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        up += time.toMillis();
    }

    private void jump(Duration by) {
        wall = wall.plus(by);
    }

    private Optional<ClockTrust.Ground> ground() {
        return trust.review(wall.toEpochMilli(), up).ground();
    }

    private String why() {
        return trust.review(wall.toEpochMilli(), up).why();
    }

    private Draft.Stamp stamp(boolean trusted) {
        return new Draft.Stamp(wall.toEpochMilli(), up, BOOT, trusted);
    }

    /// Terminal `name` reports something that was `ago`.
    private void report(String name, Duration ago) {
        trust.review(wall.toEpochMilli(), up);
        Serial serial = Serial.read(name).orElseThrow();
        trust.heard(new Reported(serial, wall.minus(ago), stamp(false)));
    }

    @Test
    void aClockThatNobodySpeaksForIsNotTrusted() {
        assertThat(ground()).isEmpty();
        assertThat(why()).isEqualTo(NOBODY);
    }

    @Test
    void aClockThatStandsBeforeTheFirstBoxIsNotSetWhateverSpeaksForIt() {
        synchronised = true;
        battery = true;
        wall = ClockTrust.FLOOR.minusMillis(1);
        trust.confirm(wall.toEpochMilli(), up);

        assertThat(why()).isEqualTo("it is not set");
        jump(Duration.ofMillis(1));
        assertThat(ground()).contains(ClockTrust.Ground.SYNCHRONISED);
    }

    @Test
    void whatSomebodyElseLooksAfterIsTrustedOnceItIsSet() {
        trust = ClockTrust.assumed();

        assertThat(ground()).contains(ClockTrust.Ground.ASSUMED);
        wall = Instant.EPOCH;
        assertThat(ground()).isEmpty();
    }

    @Test
    void aSynchronisedClockMayJumpAndStaysTrustedWhenTheLineGoesDown() {
        synchronised = true;
        assertThat(ground()).contains(ClockTrust.Ground.SYNCHRONISED);
        jump(Duration.ofDays(-3));
        assertThat(ground()).contains(ClockTrust.Ground.SYNCHRONISED);

        synchronised = false;
        pass(Duration.ofDays(30));
        assertThat(ground()).contains(ClockTrust.Ground.CARRIED_ON);
    }

    @Test
    void whileItRunsOnTheKernelIsNotAskedForEachEntry() {
        synchronised = true;
        for (int i = 0; i < 100; i++) {
            assertThat(trust.believes(wall.toEpochMilli(), up)).isTrue();
            pass(Duration.ofSeconds(1));
        }
        assertThat(asked).isEqualTo(1);

        synchronised = false;
        jump(Duration.ofHours(1));
        assertThat(trust.believes(wall.toEpochMilli(), up)).isFalse();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aClockThatJumpsWithoutReasonIsTrustedNoLonger() {
        synchronised = true;
        assertThat(ground()).isPresent();
        synchronised = false;
        jump(ClockTrust.JUMP.plusMillis(1));

        assertThat(why()).isEqualTo(NOBODY);
        // Back where it was, nobody knows which of the two it was.
        jump(ClockTrust.JUMP.plusMillis(1).negated());
        assertThat(ground()).isEmpty();
    }

    @Test
    void aClockThatRunsAsFastOrSlowAsTheKernelMayMakeItDoesNotJump() {
        battery = true;
        assertThat(ground()).contains(ClockTrust.Ground.BATTERY);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofHours(1));
            jump(Duration.ofMillis(1_800)); // 500 in a million
            assertThat(ground()).contains(ClockTrust.Ground.BATTERY);
        }
    }

    @Test
    void aBatteryClockSpeaksOnlyForTheTimeItSetAtTheStart() {
        battery = true;
        assertThat(ground()).contains(ClockTrust.Ground.BATTERY);
        jump(Duration.ofHours(1));

        assertThat(ground()).isEmpty();
    }

    @Test
    void aBatteryClockIsNotBelievedBeforeTheLastTimeThatWasRightNorFarAfterIt() {
        battery = true;
        trust.begin(new Draft.Stamp(RIGHT.toEpochMilli(), 0, BOOT - 1, true), true);
        jump(Duration.ofSeconds(-1));
        assertThat(why()).isEqualTo("it is before 2026-03-01T04:00:00Z, when it was last right");

        trust = anew(BOOT);
        trust.begin(new Draft.Stamp(RIGHT.toEpochMilli(), 0, BOOT - 1, true), true);
        wall = RIGHT.plus(ClockTrust.FARTHEST).plusMillis(1);
        assertThat(why())
                .isEqualTo(
                        "it is more than 400 days after 2026-03-01T04:00:00Z,"
                                + " when it was last right");

        trust = anew(BOOT);
        trust.begin(new Draft.Stamp(RIGHT.toEpochMilli(), 0, BOOT - 1, true), true);
        wall = RIGHT.plus(ClockTrust.FARTHEST);
        assertThat(ground()).contains(ClockTrust.Ground.BATTERY);
    }

    @Test
    void afterARestartOfTheProgramTheClockOnlyHasToHaveRunOn() {
        Draft.Stamp last = stamp(true);
        pass(Duration.ofMinutes(5));
        trust = anew(BOOT);
        trust.begin(last, true);
        assertThat(ground()).contains(ClockTrust.Ground.CARRIED_ON);

        trust = anew(BOOT);
        trust.begin(last, true);
        jump(Duration.ofMinutes(1));
        assertThat(ground()).isEmpty();
    }

    @Test
    void afterARestartOfTheMachineOrWithUntrustedEntriesBehindItNothingIsCarriedOn() {
        Draft.Stamp last = stamp(true);
        trust = anew(BOOT + 1);
        trust.begin(last, true);
        assertThat(ground()).isEmpty();

        trust = anew(BOOT);
        trust.begin(last, false);
        assertThat(ground()).isEmpty();
    }

    @Test
    void aPersonIsBelievedAlsoWhenTheClockWasWrongBefore() {
        trust.begin(new Draft.Stamp(RIGHT.toEpochMilli(), 0, BOOT - 1, true), true);
        jump(Duration.ofDays(-100));
        assertThat(ground()).isEmpty();

        trust.confirm(wall.toEpochMilli(), up);
        assertThat(ground()).contains(ClockTrust.Ground.PERSON);
        pass(Duration.ofDays(1));
        assertThat(ground()).contains(ClockTrust.Ground.PERSON);
        jump(Duration.ofHours(1));
        assertThat(ground()).isEmpty();
    }

    @Test
    void twoTerminalsThatMoveAlongWithTheClockSettleIt() {
        report("T1", Duration.ofSeconds(5));
        report("T2", Duration.ofSeconds(90));
        pass(ClockTrust.APART);
        report("T1", Duration.ofSeconds(1));
        assertThat(ground()).isEmpty();

        report("T2", Duration.ofSeconds(-100));
        assertThat(ground()).contains(ClockTrust.Ground.TERMINALS);
    }

    @Test
    void whatTerminalsKeptWhileTheBoxWasOffDoesNotSettleIt() {
        // The clock stands where it stood when the plug was pulled; it is two days later.
        report("T1", Duration.ofSeconds(5));
        report("T2", Duration.ofSeconds(5));
        pass(Duration.ofSeconds(59));
        report("T1", Duration.ofSeconds(5));
        report("T2", Duration.ofSeconds(5));
        assertThat(ground()).isEmpty();

        pass(Duration.ofSeconds(5));
        report("T1", Duration.ofDays(-2));
        report("T2", Duration.ofSeconds(5));
        assertThat(why()).isEqualTo("a terminal reports what by this clock has not been yet");
    }

    @Test
    void oneMomentToldAgainAndAgainDoesNotSettleIt() {
        // Off overnight, with the last punches of the evening still to come.
        for (int i = 0; i <= 3; i++) {
            report("T1", Duration.ofSeconds(-90 + 60 * i));
            report("T2", Duration.ofSeconds(-90 + 60 * i));
            pass(ClockTrust.APART);
            assertThat(ground()).isEmpty();
        }
    }

    @Test
    void aConfirmationHoldsOfTheClockAsItWasThen() {
        assertThat(ground()).isEmpty();
        jump(Duration.ofHours(1));
        trust.confirm(wall.toEpochMilli(), up);

        assertThat(ground()).contains(ClockTrust.Ground.PERSON);
    }

    @Test
    void oldNewsOfATerminalSpeaksNeitherForNorAgainst() {
        report("T1", Duration.ZERO);
        report("T2", Duration.ZERO);
        pass(ClockTrust.APART);
        report("T1", Duration.ofDays(2));
        report("T2", Duration.ZERO);
        assertThat(ground()).isEmpty();

        report("T1", Duration.ZERO);
        assertThat(ground()).contains(ClockTrust.Ground.TERMINALS);
    }

    @Test
    void aTerminalThatWasAheadBeginsAnewToAgree() {
        report("T1", Duration.ofHours(-1));
        report("T2", Duration.ZERO);
        pass(ClockTrust.APART);
        report("T1", Duration.ZERO);
        report("T2", Duration.ZERO);
        assertThat(ground()).isEmpty();

        pass(ClockTrust.APART);
        report("T1", Duration.ZERO);
        assertThat(ground()).contains(ClockTrust.Ground.TERMINALS);
    }

    @Test
    void whatWasSaidOfAnotherClockThanThisIsForgotten() {
        report("T1", Duration.ZERO);
        report("T2", Duration.ZERO);
        pass(ClockTrust.APART);
        Draft.Stamp before = stamp(false);
        jump(Duration.ofHours(1));
        assertThat(ground()).isEmpty();

        for (String name : new String[] {"T1", "T2"}) {
            Serial serial = Serial.read(name).orElseThrow();
            Instant then = Instant.ofEpochMilli(before.wallMillis());
            trust.heard(new Reported(serial, then, before));
            trust.heard(
                    new Reported(
                            serial,
                            wall,
                            new Draft.Stamp(wall.toEpochMilli(), up, BOOT - 1, false)));
        }
        assertThat(ground()).isEmpty();
    }
}
