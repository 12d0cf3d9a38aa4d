package io.larder.server.relay;

import io.larder.storage.Cursor;
import io.larder.storage.LedgerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/// A relay without a thread: it makes one step when it is told to, and meets failures as [Relay]
/// does.
public final class StillRelay implements AutoCloseable {
    private static final String NAME = "headquarters";
    private static final String SENT = "sent up to ";
    private static final String MOVED = "moved";
    private static final String IDLE = "idle at ";

    private final Box box;
    private final Upstream upstream;
    private final Cursor cursor;
    private final Sender sender;

    /// `ahead` cuts the next parcel; one that works at once makes every run the same.
    public StillRelay(
            Box box,
            Upstream upstream,
            RandomGenerator random,
            RelayLimits limits,
            ExecutorService ahead)
            throws IOException {
        this.box = box;
        this.upstream = upstream;
        this.cursor = box.store().cursor(NAME);
        this.sender =
                new Sender(
                        box,
                        upstream,
                        new CursorKeeper(cursor, limits),
                        new DeadLetters(box.store().journal(), NAME, box.clock()),
                        new NewEpoch(box, random),
                        new Helm(NAME, box),
                        Plan.of(limits),
                        ahead);
    }

    /// What the next step came to; `Idle` when there is nothing to do.
    public String turn() {
        try {
            return switch (sender.turn()) {
                case Turn.Sent _ -> SENT + sender.next();
                case Turn.Moved _ -> MOVED;
                case Turn.Idle(var seq, var connected) -> (connected ? IDLE : "waits for ") + seq;
                case Turn.Held(var why, _) -> "held: " + why;
                case Turn.Trouble(var why, _) -> "trouble: " + why;
            };
        } catch (LedgerException e) {
            box.progress().reportDamage(e);
            return "trouble: the ledger cannot be used";
        } catch (IOException | UncheckedIOException e) {
            return "trouble: the store cannot be used";
        }
    }

    /// Whether another turn may follow at once on one that came to this.
    public static boolean goesOn(String turn) {
        return turn.equals(MOVED) || turn.startsWith(SENT);
    }

    /// Whether the last turn came to the end of everything.
    public boolean isDone(String turn) {
        return turn.startsWith(IDLE) && sender.next().seq() > box.store().journal().lastSeq();
    }

    /// Entries up to this one are there, and that is on the medium.
    public long taken() {
        return upstream.needs(cursor.position()).seq() - 1;
    }

    /// What a person should know.
    public List<String> alarms() {
        return sender.alarms();
    }

    @Override
    public void close() throws IOException {
        upstream.close();
        sender.close();
        cursor.close();
    }
}
