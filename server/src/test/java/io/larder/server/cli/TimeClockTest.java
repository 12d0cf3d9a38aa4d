package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.clock.HttpUplink;
import io.larder.server.simulate.clock.Means;
import io.larder.server.simulate.clock.Model;
import io.larder.server.simulate.clock.Person;
import io.larder.server.simulate.clock.SealingUplink;
import io.larder.server.simulate.clock.TimeClock;
import io.larder.server.simulate.clock.Uplink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attendance terminals of three generations before a whole box.
class TimeClockTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 2, 12, 0);
    private static final String RANGE = "Start=2026-03-02\tEnd=2026-03-02\tCount=99";

    @TempDir private Path data;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Conforms("ATT-074")
    void everyPunchIsThereOnceThoughAnswersAreLostAndARangeIsSentAgain(int generation)
            throws Exception {
        try (RunningBox box = RunningBox.in(data);
                HttpUplink line = new HttpUplink(box.door(), false)) {
            TimeClock clock = new TimeClock(new Serial("CKJF201960001"), model(generation));
            clock.enrol(Person.of("5", "Li").withCard("123456789"), NOON);
            clock.enrolFinger("5", 1, NOON);
            for (int i = 0; i < 20; i++) {
                clock.punch("5", Means.CARD, i % 2, NOON.plusSeconds(i));
            }
            talk(clock, losing(line), NOON);
            clock.forgetStamps();
            talk(clock, losing(line), NOON);

            talk(clock, asking(line), NOON.plusHours(1));

            box.awaitApplied();
            assertThat(box.records(Kind.PUNCH)).hasSize(20);
            assertThat(box.quarantine()).isEmpty();
            assertThat(clock.diary().obeyed()).hasSize(1);
            assertThat(clock.diary().acknowledgedPunches()).hasSize(20);
        }
    }

    @Test
    void aTerminalOfTodaySealsWhatItSaysWhereTheBoxWantsItAlsoAfterThatStartedAnew() {
        try (RunningBox box = RunningBox.in(data, "terminal.keyExchange=larder-1")) {
            TimeClock clock = new TimeClock(new Serial("CKJF201960001"), model(2));
            clock.enrol(Person.of("5", "Li").withCard("123456789"), NOON);
            Uplink line = losing(new SealingUplink(call -> say(box, call)));
            punches(clock, line, 0);
            box.restart();
            punches(clock, line, 20);

            assertThat(box.records(Kind.PUNCH)).hasSize(40);
            assertThat(box.quarantine()).isEmpty();
            assertThat(clock.diary().acknowledgedPunches()).hasSize(40);
        }
    }

    /// The box has another port after it started anew.
    private static Optional<Heard> say(RunningBox box, Call call) {
        try (HttpUplink line = new HttpUplink(box.door(), false)) {
            return line.say(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void punches(TimeClock clock, Uplink line, int from) {
        for (int i = from; i < from + 20; i++) {
            clock.punch("5", Means.CARD, i % 2, NOON.plusSeconds(i));
        }
        talk(clock, line, NOON.plusMinutes(from));
    }

    private static Model model(int generation) {
        return switch (generation) {
            case 0 -> Model.classic(10);
            case 1 -> Model.push2(10, 7);
            default -> Model.hybrid(10, 58, 12);
        };
    }

    private static void talk(TimeClock clock, Uplink uplink, LocalDateTime now) {
        while (clock.step(now, uplink).isPresent()) {
            assertThat(clock.diary().failures()).isLessThan(500);
        }
    }

    /// A line that loses every third answer or so.
    private static Uplink losing(Uplink line) {
        SplittableRandom random = new SplittableRandom(5);
        return call -> line.say(call).filter(_ -> random.nextInt(3) > 0);
    }

    /// Hands over one order of its own, before the box is asked for any.
    private static Uplink asking(Uplink line) {
        boolean[] asked = {false};
        return call -> {
            boolean first = !asked[0] && isPoll(call);
            asked[0] |= first;
            return first
                    ? Optional.of(new Heard(200, "C:1:ACCOUNT " + RANGE + "\n"))
                    : line.say(call);
        };
    }

    private static boolean isPoll(Call call) {
        return call.target().startsWith("/iclock/getrequest");
    }
}
