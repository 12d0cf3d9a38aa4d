package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Stands where the exchange will stand: remembers what it was asked and answers as told.
final class FakeExchange implements Handler {
    private final List<Wire.Request> asked = new ArrayList<>();
    private final Function<Wire.Request, Answer> answer;

    FakeExchange(Function<Wire.Request, Answer> answer) {
        this.answer = answer;
    }

    /// Has nothing to do for anybody.
    static FakeExchange idle() {
        return new FakeExchange(_ -> new Answer.Idle());
    }

    @Override
    public Answer handle(Wire.Request request) {
        synchronized (asked) {
            asked.add(request);
        }
        return answer.apply(request);
    }

    List<Wire.Request> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    Wire.Request onlyOne() {
        List<Wire.Request> all = asked();
        if (all.size() != 1) {
            throw new AssertionError("asked " + all.size() + " times, expected once");
        }
        return all.getFirst();
    }
}
