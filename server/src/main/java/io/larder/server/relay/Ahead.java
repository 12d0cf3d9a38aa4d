package io.larder.server.relay;

import io.larder.server.json.Epochs;
import io.larder.storage.Position;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Cuts the next parcel and makes it ready, on a thread of its own, while the one before it is on
/// the line: the box works and the line works, instead of one after the other. Holds one parcel, so
/// two are in memory.
final class Ahead implements AutoCloseable {
    /// What is asked of the backlog.
    record Question(Epochs.Life life, Position from, Backlog.Wishes wishes) {}

    /// A stretch, and what the upstream made ready of it.
    record Ready(Backlog.Stretch stretch, Upstream.Cargo cargo) {}

    private record Asked(Question question, Future<Optional<Ready>> answer) {}

    private final Backlog backlog;
    private final Upstream upstream;
    private final ExecutorService thread;
    private @Nullable Asked asked;

    /// `thread` does the cutting; it is shut down with this.
    Ahead(Backlog backlog, Upstream upstream, ExecutorService thread) {
        this.backlog = backlog;
        this.upstream = upstream;
        this.thread = thread;
    }

    /// The thread of upstream `name`.
    static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ahead-" + name).factory());
    }

    /// What comes next, from before when that was the question.
    Optional<Ready> next(Question question) {
        Asked before = asked;
        asked = null;
        return before != null && before.question().equals(question)
                ? answer(before).or(() -> cut(question))
                : cut(question);
    }

    /// This will be the question when all goes well.
    void expect(Question question) {
        asked = new Asked(question, thread.submit(() -> cut(question)));
    }

    private Optional<Ready> cut(Question question) {
        return backlog.next(question.life(), question.from(), question.wishes())
                .map(stretch -> new Ready(stretch, cargo(stretch.parcel())));
    }

    /// A large one is made ready when its turn comes.
    private Upstream.Cargo cargo(Upstream.Parcel parcel) {
        long characters = parcel.items().stream().mapToLong(item -> item.json().length()).sum();
        return characters > RelayLimits.READY_CHARACTERS
                ? () -> upstream.load(parcel).deliver()
                : upstream.load(parcel);
    }

    /// Empty when it failed: whoever asks then sees why.
    private static Optional<Ready> answer(Asked before) {
        try {
            return before.answer().get();
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a relay", e);
        }
    }

    /// Lets what is under way come to its end; the thread ends then.
    @Override
    public void close() {
        thread.close();
    }
}
