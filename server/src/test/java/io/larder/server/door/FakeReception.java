package io.larder.server.door;

import io.larder.server.exchange.meeting.MeetingSession;
import io.larder.server.exchange.meeting.Reception;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands where meeting terminals are received: remembers what it heard and says it again. Whoever
/// has said anything is logged in.
final class FakeReception implements Reception {
    private final List<String> heard = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ticked = new CountDownLatch(2);

    @Override
    public MeetingSession open(String peer, Speaker speaker) {
        return new MeetingSession() {
            private volatile boolean loggedIn;

            @Override
            public void heard(Bytes text) {
                loggedIn = true;
                String said = text.text(StandardCharsets.UTF_8);
                synchronized (heard) {
                    heard.add(said);
                }
                switch (said) {
                    case "fail" -> throw new IllegalStateException("as told");
                    case "end" -> speaker.end(Speaker.AGAINST_THE_RULES, "as told");
                    case "flood" -> flood(speaker);
                    default -> speaker.say(said);
                }
            }

            @Override
            public boolean isLoggedIn() {
                return loggedIn;
            }

            @Override
            public void tick() {
                ticked.countDown();
            }

            @Override
            public void closed() {
                closed.countDown();
            }
        };
    }

    /// Says more than anybody buffers.
    private static void flood(Speaker speaker) {
        String page = "x".repeat(60_000);
        boolean taken = true;
        while (taken) {
            taken = speaker.say(page);
        }
    }

    List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    void awaitTicked() throws InterruptedException {
        ticked.await();
    }
}
