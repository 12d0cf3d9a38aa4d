package io.larder.server.relay;

import io.larder.server.json.Batch;
import io.larder.server.json.RecordLine;
import io.larder.storage.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where records go. The upstream owns the cursor: it keeps how far it got together with the
/// records, and says so. Used by one thread; only [#load] and [#close] may come from another.
///
/// What the other side may do wrong is a value here; an exception means a defect of ours.
public interface Upstream extends AutoCloseable {
    /// Asks how far the upstream is with one life of the numbering.
    Greeting hello(Hello hello);

    /// Makes a stretch ready as far as that needs no line: packs it, or makes messages of it. On
    /// another thread, while the one before is on the line.
    Cargo load(Parcel parcel);

    /// What was made ready of a stretch.
    interface Cargo {
        /// Delivers it, on the upstream's own thread. Anything but `Taken` leaves open whether it
        /// arrived; the next hello tells.
        Delivery deliver();
    }

    /// Whether it is given records. One that reads the journal itself is told how far to go, in
    /// stretches of a few entries.
    default boolean takesRecords() {
        return true;
    }

    /// Nothing may be sent from now on, or something may again: for what an upstream does by
    /// itself.
    default void hold(boolean held) {}

    /// From where on entries must be kept for it when everything before `cursor` was delivered:
    /// earlier, when it has set something aside that it still needs.
    default Position needs(Position cursor) {
        return cursor;
    }

    /// Bytes put on the line since the start, without what lies below the protocol: what a metered
    /// line counts. For any thread.
    long carried();

    /// Cuts what is under way; verbs that come later answer `Down`.
    @Override
    void close();

    /// Who we are, which entries belong to this epoch, and where our own cursor stands, for an
    /// upstream that cannot keep one.
    ///
    /// `rewind` is where a person wants to begin again, at or before the upstream's own place: it
    /// answers that place then, or, if it cannot, its own.
    record Hello(
            String box,
            long epoch,
            long firstSeq,
            long lastSeq,
            Position cursor,
            Optional<Position> rewind) {}

    /// A record on its way: its place in our ledger, its kind, and its line.
    record Item(Position position, String kind, RecordLine line) {
        /// The line as text.
        public String json() {
            return line.text();
        }
    }

    /// A stretch of positions with the records in it, in order.
    record Parcel(Batch header, List<Item> items) {
        /// Keeps an unchangeable copy.
        public Parcel {
            items = List.copyOf(items);
        }
    }

    /// The answer to a hello.
    sealed interface Greeting permits Welcome, Down {}

    /// The answer to a parcel.
    sealed interface Delivery permits Taken, Elsewhere, Poison, TooLarge, Down {}

    /// The upstream has everything before `next`; `mark` is the one that came with the stretch that
    /// brought it there.
    record Welcome(Position next, Optional<String> mark) implements Greeting {}

    /// Durable over there; `next` is where it stands now.
    record Taken(Position next) implements Delivery {}

    /// Not taken: the stretch does not begin where the upstream stands.
    record Elsewhere(String why) implements Delivery {}

    /// Not taken: the upstream cannot read record `line`, counted from 1.
    record Poison(int line, String why) implements Delivery {}

    /// Not taken: more than the upstream takes at once.
    record TooLarge(String why) implements Delivery {}

    /// No sensible answer: the line or the other side is down. `retryAfter` is its own wish.
    record Down(String why, Optional<Duration> retryAfter) implements Greeting, Delivery {
        /// Down without a wish.
        public static Down because(String why) {
            return new Down(why, Optional.empty());
        }
    }
}
