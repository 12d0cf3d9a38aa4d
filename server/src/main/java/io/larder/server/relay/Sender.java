package io.larder.server.relay;

import io.larder.server.json.Epochs;
import io.larder.server.json.RecordContent;
import io.larder.storage.Journal;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Decides and does the next step towards an upstream that has everything; never waits. Greets once
/// for each life of the numbering, oldest first, because a headquarters restored from an old copy
/// may have forgotten any of them; then sends parcels until something is not as expected, and
/// greets again: what the upstream says about itself is the only truth.
final class Sender {
    private final Box box;
    private final Upstream upstream;
    private final CursorKeeper cursor;
    private final DeadLetters deadLetters;
    private final NewEpoch newEpoch;
    private final Helm helm;
    private final Plan plan;
    private final Ahead ahead;
    private final RelayLimits limits;
    private final long lastAtOpen;

    private final TreeSet<Position> leftOut = new TreeSet<>();

    /// Records whose bytes were more than the upstream takes: they go without.
    private final TreeSet<Position> bare = new TreeSet<>();

    private final ArrayDeque<String> alarms = new ArrayDeque<>();
    private boolean epochsKnown;
    private Epochs.@Nullable Life life;
    private boolean greeted;
    private boolean strayed;

    /// The places to go back to that are known here, and where the upstream stood before: who is
    /// there again is through. Until then each hello says it, because the upstream may forget.
    private List<Position> goingBack = List.of();

    private Position stoodAt = Position.START;

    private Position next;
    private @Nullable Position poisoned;
    private int refusals;
    private int mostRecords;
    private long sent;

    /// `ahead` prepares what comes next while something is on the line; it ends with this.
    Sender(
            Box box,
            Upstream upstream,
            CursorKeeper cursor,
            DeadLetters deadLetters,
            NewEpoch newEpoch,
            Helm helm,
            Plan plan,
            ExecutorService ahead) {
        this.box = box;
        this.upstream = upstream;
        this.cursor = cursor;
        this.deadLetters = deadLetters;
        this.newEpoch = newEpoch;
        this.helm = helm;
        this.plan = plan;
        this.limits = plan.limits();
        this.ahead =
                new Ahead(
                        new Backlog(
                                helm.upstream(),
                                box,
                                limits,
                                plan.selection(),
                                upstream.takesRecords()),
                        upstream,
                        ahead);
        this.lastAtOpen = box.store().journal().lastSeq();
        this.next = cursor.durable();
        this.mostRecords = limits.batchRecords();
    }

    Position next() {
        return next;
    }

    long sent() {
        return sent;
    }

    List<String> alarms() {
        return List.copyOf(alarms);
    }

    /// To be called when there are no more turns.
    void close() {
        ahead.close();
    }

    long carried() {
        return upstream.carried();
    }

    /// The next step. Whatever it throws, the one after begins with a greeting.
    Turn turn() throws IOException {
        Epochs.Life current = life;
        try {
            if (!epochsKnown && !learnEpochs()) {
                return new Turn.Idle(lastAtOpen, false);
            }
            if (!helm.learn()) {
                return new Turn.Idle(helm.decided(), false);
            }
            if (helm.isPaused()) {
                return held("paused", RelayLimits.LOOK.toMillis());
            }
            Optional<Allowance.Closed> closed =
                    plan.allowance().closed(box.clock().get(), upstream.carried(), helm);
            if (closed.isPresent()) {
                return held(closed.get().why(), closed.get().time().toMillis() + 1);
            }
            upstream.hold(false);
            if (!helm.wantedBack().equals(goingBack)) {
                goBack();
            }
            return greeted && current != null ? send(current) : greet();
        } catch (IOException | RuntimeException e) {
            startAgain();
            throw e;
        }
    }

    private Turn held(String why, long millis) throws IOException {
        upstream.hold(true);
        cursor.flush(box.clock().get().monotonicMillis());
        return new Turn.Held(why, Math.min(millis, RelayLimits.LOOK.toMillis()));
    }

    /// Which epochs there are is in the ledger once everything from before the start is.
    private boolean learnEpochs() {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            epochsKnown = ledger.applied() >= lastAtOpen;
            if (epochsKnown) {
                box.epochs().learn(ledger.facts().of(Epochs.SUBJECT));
            }
            return epochsKnown;
        }
    }

    private void startAgain() {
        greeted = false;
        life = null;
        mostRecords = limits.batchRecords();
    }

    private Turn greet() throws IOException {
        Epochs.Life current = life == null ? box.epochs().lives().getFirst() : life;
        life = current;
        long last = box.store().journal().lastSeq();
        Upstream.Hello hello =
                new Upstream.Hello(
                        box.name(),
                        current.epoch(),
                        current.fromSeq(),
                        Math.max(current.fromSeq() - 1, Math.min(last, current.untilSeq() - 1)),
                        cursor.durable(),
                        rewind(current));
        return switch (upstream.hello(hello)) {
            case Upstream.Down down -> down(down);
            case Upstream.Welcome(var at, var mark) -> welcome(current, at, mark, last);
        };
    }

    private void goBack() {
        goingBack = helm.wantedBack();
        if (helm.rewind().isPresent()) {
            stoodAt = next;
            startAgain();
        }
    }

    /// Where this life is to begin again, if a person wants that.
    private Optional<Position> rewind(Epochs.Life current) {
        Position first = new Position(current.fromSeq(), 0);
        return helm.rewind()
                .filter(place -> place.seq() < current.untilSeq())
                .map(place -> place.compareTo(first) < 0 ? first : place);
    }

    private Turn down(Upstream.Down down) {
        startAgain();
        return new Turn.Trouble(down.why(), down.retryAfter());
    }

    private Turn welcome(Epochs.Life current, Position at, Optional<String> mark, long last)
            throws IOException {
        Position first = new Position(current.fromSeq(), 0);
        if (at.compareTo(first) < 0) {
            startAgain();
            return Turn.Trouble.because(
                    "the upstream stands at " + at + ", expected " + first + " or later");
        }
        if (!current.open()) {
            return at.seq() >= current.untilSeq() ? nextLife(current) : placed(current, at);
        }
        if (at.compareTo(new Position(last + 1, 0)) > 0) {
            return otherLife("the upstream has entries up to " + at + ", we have " + last);
        }
        Optional<Mark> known = mark.flatMap(Mark::read);
        Journal journal = box.store().journal();
        if (known.isPresent() && at.compareTo(first) > 0 && !known.get().isIn(journal)) {
            try (LedgerReader ledger = box.store().ledger().reader()) {
                if (ledger.applied() < known.get().seq()) {
                    return new Turn.Idle(known.get().seq(), false);
                }
                if (!known.get().mayBeIn(journal, ledger)) {
                    return otherLife(
                            "the upstream's last entry "
                                    + known.get().text()
                                    + " before "
                                    + at
                                    + " is none of ours");
                }
            }
        }
        return placed(current, at);
    }

    private Turn placed(Epochs.Life current, Position at) throws IOException {
        greeted = true;
        next = at;
        cursor.follow(at, 0, box.clock().get().monotonicMillis());
        Optional<Position> wanted = rewind(current);
        if (wanted.isPresent()) {
            cursor.flush(box.clock().get().monotonicMillis());
            if (current.open() && at.compareTo(wanted.get()) > 0) {
                alarm("the upstream stands at " + at + " and does not go back to " + wanted.get());
                helm.rewound();
            }
        }
        return new Turn.Moved();
    }

    private Turn nextLife(Epochs.Life current) {
        greeted = false;
        life =
                box.epochs().lives().stream()
                        .filter(each -> each.fromSeq() >= current.untilSeq())
                        .findFirst()
                        .orElse(null);
        return new Turn.Moved();
    }

    /// The upstream knows a future of this box that the box does not: the medium lied, or an old
    /// copy was restored.
    private Turn otherLife(String why) {
        startAgain();
        return switch (newEpoch.draw(cursor.durable().seq())) {
            case NewEpoch.Drawn(var change) -> {
                alarm(
                        why
                                + ": this store was restored from an old copy or its medium lost"
                                + " entries; from entry "
                                + change.fromSeq()
                                + " on records carry the new epoch "
                                + change.epoch());
                yield new Turn.Moved();
            }
            case NewEpoch.NotDrawn(var because) -> Turn.Trouble.because(why + "; " + because);
        };
    }

    private void alarm(String text) {
        alarms.addLast(text);
        while (alarms.size() > RelayLimits.ALARMS) {
            alarms.removeFirst();
        }
    }

    private Turn send(Epochs.Life current) throws IOException {
        if (next.seq() >= current.untilSeq()) {
            return nextLife(current);
        }
        Optional<Ahead.Ready> ready = ahead.next(question(current, next, mostRecords));
        if (ready.isEmpty()) {
            cursor.flushIfDue(box.clock().get().monotonicMillis());
            return new Turn.Idle(next.seq(), true);
        }
        Backlog.Stretch stretch = ready.get().stretch();
        Upstream.Parcel parcel = stretch.parcel();
        ahead.expect(question(current, parcel.header().next(), grown()));
        return switch (ready.get().cargo().deliver()) {
            case Upstream.Taken(var at) -> taken(parcel, at);
            case Upstream.Elsewhere(var why) -> stray(why);
            case Upstream.Poison(var line, var why) -> poison(stretch, line, why);
            case Upstream.TooLarge(var why) -> tooLarge(stretch, why);
            case Upstream.Down down -> down(down);
        };
    }

    /// After one batch that was too large, back to large ones by and by.
    private int grown() {
        return Math.min(limits.batchRecords(), mostRecords + mostRecords / 8 + 1);
    }

    private Ahead.Question question(Epochs.Life current, Position from, int most) {
        return new Ahead.Question(
                current, from, new Backlog.Wishes(most, Set.copyOf(leftOut), Set.copyOf(bare)));
    }

    private Turn taken(Upstream.Parcel parcel, Position at) throws IOException {
        Position expected = parcel.header().next();
        if (!at.equals(expected)) {
            return stray("the upstream went to " + at + ", expected " + expected);
        }
        strayed = false;
        poisoned = null;
        newEpoch.accepted();
        sent += parcel.items().size();
        mostRecords = grown();
        next = at;
        helm.passed(at);
        if (helm.rewind().isPresent() && at.compareTo(stoodAt) >= 0) {
            helm.rewound();
        }
        leftOut.headSet(next).clear();
        bare.headSet(next).clear();
        long bytes = parcel.items().stream().mapToLong(item -> item.json().length()).sum();
        cursor.follow(next, bytes, box.clock().get().monotonicMillis());
        return new Turn.Sent();
    }

    /// Once is an answer that was lost; twice in a row is something to wait for.
    private Turn stray(String why) {
        boolean again = strayed;
        strayed = true;
        startAgain();
        return again ? Turn.Trouble.because(why) : new Turn.Moved();
    }

    private Turn tooLarge(Backlog.Stretch stretch, String why) {
        Upstream.Parcel parcel = stretch.parcel();
        if (parcel.items().size() > 1) {
            mostRecords = parcel.items().size() / 2;
            return new Turn.Moved();
        }
        if (parcel.items().isEmpty()) {
            return Turn.Trouble.because("too large without a record: " + why);
        }
        Upstream.Item item = parcel.items().getFirst();
        return RecordContent.isOf(item.kind()) && bare.add(item.position())
                ? new Turn.Moved()
                : poison(stretch, 1, why);
    }

    private Turn poison(Backlog.Stretch stretch, int line, String why) {
        Position at = stretch.parcel().items().get(line - 1).position();
        refusals = at.equals(poisoned) ? refusals + 1 : 1;
        poisoned = at;
        Position meant = stretch.meant(at);
        String what = "record " + meant + " is refused: " + why;
        if (refusals < limits.tries()) {
            return Turn.Trouble.because(what);
        }
        return switch (deadLetters.write(meant, why)) {
            case Receipt _ -> {
                leftOut.add(at);
                poisoned = null;
                alarm(what + "; it is a dead letter now");
                yield new Turn.Moved();
            }
            case Refused refused ->
                    Turn.Trouble.because(what + "; no dead letter: " + refused.why());
        };
    }
}
