package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.meeting.MeetingSession;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.fuzz.FuzzTarget;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A connection that goes on in WebSocket: whatever frames come, whole messages are handed on, none
/// larger than may be, the connection is closed with a code of the sender's doing, and nothing
/// fails inside.
public final class TalkTarget implements FuzzTarget {
    private static final int INTERNAL = 1011;
    private static final int MOST_BYTES = 20_000;

    private final ConcurrentLinkedQueue<Bytes> heard = new ConcurrentLinkedQueue<>();
    private final TerminalDoor door =
            TerminalDoor.open(
                    new DoorSettings("127.0.0.1", 0, Limits.patient()),
                    FakeExchange.idle(),
                    Optional.of(new Talks("/best", (_, speaker) -> session(speaker))),
                    DoorClock.system(),
                    new RecordingLogger());

    private MeetingSession session(Speaker speaker) {
        return new MeetingSession() {
            @Override
            public void heard(Bytes text) {
                heard.add(text);
                speaker.say("heard " + text.length());
            }

            @Override
            public boolean isLoggedIn() {
                return true;
            }

            @Override
            public void tick() {}

            @Override
            public void closed() {}
        };
    }

    @Override
    public void hold(byte[] input) throws IOException {
        heard.clear();
        Bytes bytes = Bytes.wrap(input).slice(0, Math.min(input.length, MOST_BYTES));
        try (RawWebSocket terminal = RawWebSocket.open(door.port(), "/best")) {
            try {
                terminal.sendRaw(bytes).sendNoMore();
            } catch (SocketException _) {
                // It was closed before all was said.
            }
            assertThat(terminal.closed()).isNotEqualTo(INTERNAL);
        }
        long all = 0;
        for (Bytes message : heard) {
            assertThat(message.length()).isLessThanOrEqualTo(Limits.SIZES.body());
            all += message.length();
        }
        assertThat(all).isLessThanOrEqualTo(bytes.length());
    }

    @Override
    public void close() {
        door.close();
    }
}
