package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.fuzz.Alarms;
import io.larder.server.fuzz.FuzzTarget;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.record.Bytes;
import java.nio.file.Path;
import java.util.Optional;

/// A box that a meeting terminal is logged in at: whatever it says, every message with an id is
/// answered unless the connection is ended, and the ledger goes on.
public final class MeetingTarget implements FuzzTarget {
    private static final String SERIAL = "CJDE193560001";

    private final Alarms alarms = new Alarms();
    private final MeetingBox box;
    private MeetingTerminal terminal;

    /// A box in an empty folder.
    public MeetingTarget(Path folder) {
        box = MeetingBox.in(folder);
        terminal = box.connect(SERIAL).enter();
    }

    @Override
    public void hold(byte[] input) {
        if (terminal.closed() != 0) {
            terminal = terminal.again(box.exchange());
            terminal.logIn();
        }
        Bytes text = Bytes.wrap(input);
        int before = terminal.unheard().size();
        terminal.tellInTheClear(text);
        if (wantsAnAnswer(text) && terminal.closed() == 0) {
            assertThat(terminal.unheard().size()).isGreaterThan(before);
        }
        assertThat(terminal.closed()).isNotEqualTo(1011);
        box.box().ask(_ -> true);
        alarms.none("nothing");
        terminal.forget();
    }

    private static boolean wantsAnAnswer(Bytes text) {
        return message(text)
                .filter(said -> !said.mid().isEmpty() && !said.funcId().equals(Message.REPLY))
                .isPresent();
    }

    private static Optional<Message> message(Bytes text) {
        try {
            return Optional.of(Message.read(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        alarms.close();
        terminal.hangUp();
        box.close();
    }
}
