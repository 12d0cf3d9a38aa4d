package io.larder.server.simulate.clock;

import static io.larder.server.simulate.clock.Desk.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Terminals and box were written apart; here the box reads what terminals say.
class ClockUnderstoodTest {
    static Stream<Model> models() {
        return Stream.of(
                Model.classic(10).withImages(),
                Model.push2(10, 7).withImages(),
                Model.hybrid(10, 58, 12));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theBoxFindsNothingOddInWhatTerminalsSay(Model model) {
        TimeClock clock = new TimeClock(Desk.SERIAL, model);
        clock.enrol(Person.of("5", "Li").withCard("123456789"), NOON);
        clock.enrolFinger("5", 1, NOON);
        clock.enrolFace("5", NOON);
        clock.enrolPalm("5", 1, NOON);
        clock.takePicture("5", NOON);
        clock.punch("5", Means.CARD, 0, NOON);
        clock.punch("6", Means.CARD, 0, NOON.plusSeconds(1));
        List<Call> uploads = new ArrayList<>();

        while (clock.step(NOON, call -> answer(call, uploads)).isPresent()) {
            assertThat(uploads).hasSizeLessThan(50);
        }

        for (Call upload : uploads) {
            Reading reading =
                    AttendanceTables.read(
                            Wire.Request.of("POST", upload.target(), upload.body(), "127.0.0.1"),
                            Map.of());
            assertThat(reading.rows()).as(upload.target()).isNotEmpty();
            assertThat(reading.rows())
                    .as(upload.target())
                    .noneMatch(each -> each instanceof Row.Odd);
        }
    }

    private static Optional<Heard> answer(Call call, List<Call> uploads) {
        if (!call.body().isEmpty()) {
            uploads.add(call);
        }
        boolean hello = call.target().contains("options=all");
        return Optional.of(new Heard(200, hello ? "GET OPTION FROM: " + Desk.SERIAL + "\n" : "OK"));
    }
}
