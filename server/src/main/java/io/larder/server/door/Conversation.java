package io.larder.server.door;

import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Requests and answers on one connection, one after the other, until one side has had enough.
final class Conversation {
    private static final String LATE_READER = "answer was not taken in time";

    private enum State {
        WAITING,
        BUSY,
        /// No request after this one: the door closes.
        ENDING
    }

    private final DoorContext door;
    private final Vigil vigil;
    private final String peer;
    private final Inlet.Source source;
    private final Inlet inlet;
    private final Outlet outlet;
    private final Outlet.Sink sink;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Talk talk;

    /// True when the last answer was to come later.
    private boolean told;

    Conversation(
            DoorContext door, Vigil vigil, String peer, Inlet.Source source, Outlet.Sink sink) {
        this.door = door;
        this.vigil = vigil;
        this.peer = peer;
        this.source = source;
        this.inlet = new Inlet(source);
        this.sink = sink;
        this.outlet = new Outlet(door, vigil, peer, sink);
    }

    /// Answers requests until the connection shall be closed.
    void run() {
        boolean open = true;
        while (open && inlet.skipEmptyLines(door.limits().sizes().head())) {
            told = false;
            open = state.compareAndSet(State.WAITING, State.BUSY) && answerNext();
            open &= state.compareAndSet(State.BUSY, State.WAITING);
            open &= vigil.within(door.limits().times().idle());
            open = open && !(told && isOverAfter(DoorLimits.HOLD));
        }
    }

    /// Waits; true when no further request is to be taken.
    private boolean isOverAfter(Duration time) {
        try {
            return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Tells a sender that there is no room for its connection.
    void turnAway(String why) {
        refuse(new Answer.Refused(503, why, DoorLimits.RETRY_SECONDS), "");
    }

    /// No further request is taken; true when none is under way either.
    boolean end() {
        boolean waiting = state.getAndSet(State.ENDING) == State.WAITING;
        over.countDown();
        Talk under = talk;
        if (under != null) {
            under.end(Speaker.GOING_AWAY, "the box is stopping");
        }
        return waiting;
    }

    private boolean answerNext() {
        vigil.begins();
        vigil.within(door.limits().times().head());
        return switch (HeadReader.read(inlet, door.limits().sizes().head())) {
            case Heard.Head head ->
                    wanted(head).map(talks -> talk(talks, head)).orElseGet(() -> answer(head));
            case Heard.Unfit(Answer.Refused refused, String line) -> refuse(refused, line);
            case Heard.Ended() -> ended("request head took too long");
        };
    }

    /// What the sender goes on to, if it wants WebSocket where there is any.
    private Optional<Talks> wanted(Heard.Head head) {
        return door.talks()
                .filter(talks -> head.upgrade().isPresent() && talks.isAt(head.target()));
    }

    /// Goes on in WebSocket; nothing comes behind it.
    private boolean talk(Talks talks, Heard.Head head) {
        Handshake wish = head.upgrade().orElseThrow();
        Optional<Answer.Refused> refusal = wish.refusal();
        if (refusal.isPresent()) {
            return refuse(refusal.get(), head.method() + " " + head.target());
        }
        vigil.within(door.limits().times().slack());
        if (sink.write(wish.answer().toArray())) {
            Talk begun = new Talk(door, talks, vigil, peer, inlet);
            talk = begun;
            if (state.get() == State.ENDING) {
                begun.end(Speaker.GOING_AWAY, "the box is stopping");
            }
            begun.run(sink);
        }
        return false;
    }

    private boolean answer(Heard.Head head) {
        Wire.Request asked =
                Wire.Request.of(head.method(), head.target(), Bytes.EMPTY, peer, head.range())
                        .at(head.host());
        String owner = Sender.serial(asked).map(Serial::text).orElse(peer);
        try (BodyBudget.Share share = door.budget().share(owner)) {
            Pace pace = new Pace(vigil, door.limits());
            Body body =
                    new BodyReader(inlet, door.limits().sizes(), share, pace, outlet::sayContinue)
                            .read(head);
            return switch (body) {
                case Body.Whole(Bytes bytes) -> answer(head, asked.with(bytes));
                case Body.Unfit(Answer.Refused refused) ->
                        refuse(refused, head.method() + " " + head.target());
                case Body.Cut() -> ended("body came too slowly");
            };
        }
    }

    private boolean answer(Heard.Head head, Wire.Request request) {
        if (!vigil.rest()) {
            return ended("body came too slowly");
        }
        door.tally().requests().increment();
        Answer answer;
        boolean open = head.keepOpen();
        try {
            answer = door.handler().handle(request);
            logRefusal(request, answer);
        } catch (RuntimeException | Error failure) {
            door.log().failed(request, failure);
            door.tally().refused().increment();
            answer = new Answer.Refused(500, "internal error", DoorLimits.RETRY_SECONDS);
            open = false;
        }
        vigil.served();
        open &= state.get() == State.BUSY;
        return send(head, answer, open) && open;
    }

    private void logRefusal(Wire.Request request, Answer answer) {
        switch (answer) {
            case Answer.Refused(int status, String why, _) -> logRefusal(request, status, why);
            case Answer.OutOfRange(long size) ->
                    logRefusal(request, AnswerWriter.status(answer), AnswerWriter.beyond(size));
            case Answer.Stored _,
                    Answer.Idle _,
                    Answer.Text _,
                    Answer.Keys _,
                    Answer.Sealed _,
                    Answer.File _ -> {}
        }
    }

    private void logRefusal(Wire.Request request, int status, String why) {
        told = status == 503;
        door.log().refused(request, status, why);
        door.tally().refused().increment();
    }

    /// Refuses what was not read to its end, and ends the connection.
    private boolean refuse(Answer.Refused refused, String line) {
        door.log().refused(peer, line, refused.status(), refused.why());
        door.tally().refused().increment();
        if (outlet.send(refused, false) || ended(LATE_READER)) {
            linger();
        }
        return false;
    }

    /// Discards what the sender still writes, so that it gets to reading the answer.
    private void linger() {
        vigil.within(door.limits().times().linger());
        int discarded = source.next().length;
        while (discarded > 0) {
            discarded = source.next().length;
        }
    }

    private boolean send(Heard.Head head, Answer answer, boolean open) {
        boolean sent =
                head.wantsHeadOnly() ? outlet.sendHead(answer, open) : outlet.send(answer, open);
        return sent || ended(LATE_READER);
    }

    /// The end of a connection in the middle of something; `late` says why if it was our doing.
    private boolean ended(String late) {
        if (vigil.isCut()) {
            door.tally().cut().increment();
            door.log().cut(peer, vigil.whyCut(late));
        }
        return false;
    }
}
