package io.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.attendance.AttendanceCommands;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderCheckTest {
    private static final CommandLanguage LANGUAGE = AttendanceCommands.LANGUAGE;
    private static final OrderCheck CHECK =
            new OrderCheck(new Guards(false, (_, _) -> Optional.empty()));

    @Test
    @Conforms("ATT-055")
    void aFaceIsDeclinedForATerminalThatSaysThatItTakesNone() {
        String face = "DATA UPDATE FACE PIN=7 FID=0 TMP=AAAA";

        assertThat(refusal("100", face, true))
                .contains(
                        new Issued.Declined(
                                Issued.Reason.WRONG, "terminal 0001 says that it takes no faces"));
        assertThat(refusal("110", face, true)).isEmpty();
        assertThat(refusal("100", "DATA UPDATE USERINFO PIN=7", true)).isEmpty();
    }

    @Test
    void aPersonIsRemovedByWhoConfirmsIt() {
        assertThat(refusal("110", "DATA DELETE USERINFO PIN=7", false))
                .contains(
                        new Issued.Declined(
                                Issued.Reason.UNCONFIRMED,
                                "DATA DELETE USERINFO cannot be taken back: confirm it"));
        assertThat(refusal("110", "DATA DELETE USERINFO PIN=7", true)).isEmpty();
    }

    private static Optional<Issued.Declined> refusal(
            String flags, String words, boolean confirmed) {
        Terminal terminal =
                new Terminal(
                        new Serial("0001"),
                        Map.of(Facts.said("pushver"), "2.4.1", Facts.said("poll.flags"), flags));
        Wanted wanted =
                Wanted.of(LANGUAGE.read(List.of(words.split(" ", -1)))).within(Duration.ofHours(1));
        return CHECK.refusal(terminal, LANGUAGE, wanted, confirmed);
    }
}
