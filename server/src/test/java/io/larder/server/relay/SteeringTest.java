package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.server.json.Steering;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What people decide about an upstream, and what its settings leave out.
@Timeout(60)
class SteeringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;
    private SmallBox box;
    private Keeper keeper;

    /// Keeps what it is given and its own place; refuses what says so.
    private static final class Keeper implements Upstream {
        final List<String> taken = new ArrayList<>();
        volatile boolean goesBack = true;
        volatile String refuses = "poison";
        private final AtomicLong carried = new AtomicLong();
        private Optional<Position> next = Optional.empty();

        @Override
        public synchronized Greeting hello(Hello hello) {
            Position first = new Position(hello.firstSeq(), 0);
            Position at = next.orElse(first);
            if (goesBack && hello.rewind().isPresent()) {
                at = hello.rewind().get().compareTo(at) < 0 ? hello.rewind().get() : at;
                next = Optional.of(at);
            }
            return new Welcome(at, Optional.empty());
        }

        @Override
        public Cargo load(Parcel parcel) {
            return () -> take(parcel);
        }

        private synchronized Delivery take(Parcel parcel) {
            for (int i = 0; i < parcel.items().size(); i++) {
                if (!refuses.isEmpty() && parcel.items().get(i).json().contains(refuses)) {
                    return new Poison(i + 1, "it says " + refuses);
                }
            }
            parcel.items().forEach(item -> taken.add(item.json()));
            carried.addAndGet(parcel.items().stream().mapToInt(item -> item.json().length()).sum());
            next = Optional.of(parcel.header().next());
            return new Taken(parcel.header().next());
        }

        synchronized List<Object> keys() {
            return taken.stream().map(json -> Json.read(json).get("key")).toList();
        }

        @Override
        public long carried() {
            return carried.get();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        box = new SmallBox(folder);
        keeper = new Keeper();
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void reopen() throws IOException {
        box.close();
        box = new SmallBox(folder);
    }

    private static void until(Relay relay, Predicate<RelayState> wanted)
            throws InterruptedException {
        assertThat(relay.await(wanted, PATIENCE)).as("%s", relay.state()).isTrue();
    }

    private static boolean isUpToDate(RelayState state) {
        return state.connected() && state.backlog() == 0 && state.held().isEmpty();
    }

    private static void steer(Relay relay, Steering.Action action, Position... places) {
        assertThat(relay.steer(action, List.of(places), "Ann"))
                .isInstanceOf(io.larder.storage.Receipt.class);
    }

    @Test
    void aPausedUpstreamGetsNothingAlsoAfterARestartUntilItIsResumed() throws Exception {
        box.takeMany(0, 1, 3);
        Relay relay = box.relay(keeper);
        until(relay, SteeringTest::isUpToDate);
        steer(relay, Steering.Action.PAUSE);
        until(relay, state -> state.held().equals(Optional.of("paused")));
        box.takeMany(3, 2, 3);
        reopen();
        relay = box.relay(keeper);
        until(relay, state -> state.held().equals(Optional.of("paused")));
        assertThat(keeper.keys()).hasSize(3);
        assertThat(relay.isHeld()).isTrue();

        steer(relay, Steering.Action.RESUME);
        until(relay, SteeringTest::isUpToDate);
        assertThat(keeper.keys())
                .containsExactly(
                        "BUYLOG/0",
                        "BUYLOG/1",
                        "BUYLOG/2",
                        "BUYLOG/3",
                        "BUYLOG/4",
                        "BUYLOG/5",
                        "BUYLOG/6",
                        "BUYLOG/7",
                        "BUYLOG/8");
    }

    @Test
    void anUpstreamIsSentAgainWhatAPersonWantsItToHaveAgainOnce() throws Exception {
        box.takeMany(0, 4, 1);
        Relay relay = box.relay(keeper);
        until(relay, SteeringTest::isUpToDate);
        steer(relay, Steering.Action.REWIND, new Position(3, 0));
        until(relay, state -> state.sent() == 6 && isUpToDate(state));
        box.take(4, "after");
        until(relay, state -> state.sent() == 7 && isUpToDate(state));
        reopen();
        Relay again = box.relay(keeper);
        until(again, SteeringTest::isUpToDate);

        assertThat(keeper.keys())
                .containsExactly(
                        "BUYLOG/0",
                        "BUYLOG/1",
                        "BUYLOG/2",
                        "BUYLOG/3",
                        "BUYLOG/2",
                        "BUYLOG/3",
                        "BUYLOG/4");
        assertThat(box.journaled(EntryKind.STEERING))
                .extracting(each -> each.get("action"), each -> each.get("by"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rewind", "Ann"),
                        org.assertj.core.groups.Tuple.tuple("rewound", "box"));
    }

    @Test
    void aWayBackIsGoneAfterARestartWhenTheLineWasDownBefore() throws Exception {
        box.takeMany(0, 4, 1);
        Relay relay = box.relay(keeper);
        until(relay, SteeringTest::isUpToDate);
        steer(relay, Steering.Action.PAUSE);
        until(relay, state -> state.held().isPresent());
        steer(relay, Steering.Action.REWIND, new Position(4, 0));
        reopen();
        relay = box.relay(keeper);
        steer(relay, Steering.Action.RESUME);
        until(relay, state -> state.sent() == 1 && isUpToDate(state));

        assertThat(keeper.keys()).endsWith("BUYLOG/3", "BUYLOG/3").hasSize(5);
    }

    @Test
    void anUpstreamThatDoesNotGoBackIsSaidToNotDoSo() throws Exception {
        keeper.goesBack = false;
        box.takeMany(0, 4, 1);
        Relay relay = box.relay(keeper);
        until(relay, SteeringTest::isUpToDate);
        steer(relay, Steering.Action.REWIND, new Position(3, 0));
        until(relay, state -> !state.alarms().isEmpty() && isUpToDate(state));

        assertThat(relay.state().alarms().getFirst()).contains("does not go back to 3/0");
        assertThat(keeper.keys()).hasSize(4);
    }

    @Test
    void deadLettersGoUpOnceMoreInTheirTurnAndAreDeadAgainWhenRefusedAgain() throws Exception {
        box.take(0, "rice", "poison", "soup", "poison too");
        Relay relay = box.relay(keeper);
        until(relay, state -> state.alarms().size() == 2 && isUpToDate(state));
        keeper.refuses = "too";
        steer(relay, Steering.Action.RESEND, new Position(1, 1), new Position(1, 3));
        box.take(4, "tea");
        until(relay, state -> state.alarms().size() == 3 && isUpToDate(state));
        reopen();
        until(box.relay(keeper), SteeringTest::isUpToDate);

        assertThat(keeper.keys()).containsExactly("BUYLOG/0", "BUYLOG/2", "BUYLOG/1", "BUYLOG/4");
        assertThat(box.journaled(EntryKind.DEAD_LETTER))
                .extracting(each -> each.get("seq") + "/" + each.get("row"))
                .containsExactly("1/1", "1/3", "1/3");
        try (var ledger = box.store.ledger().reader()) {
            assertThat(Steering.deadLetters(ledger.facts().of(Steering.SUBJECT + "hq")))
                    .containsOnlyKeys(new Position(1, 3));
        }
    }

    @Test
    void manyDeadLettersThatGoAgainAreCutIntoBatchesToo() throws Exception {
        String[] texts = new String[250];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "bowl " + i;
        }
        box.take(0, texts);
        Relay relay = box.relay(keeper);
        until(relay, SteeringTest::isUpToDate);
        Position[] all = new Position[texts.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Position(1, i);
        }
        steer(relay, Steering.Action.RESEND, all);
        until(relay, state -> state.sent() == 500 && isUpToDate(state));

        List<Object> keys = keeper.keys();
        assertThat(keys.subList(250, 500)).isEqualTo(keys.subList(0, 250));
    }

    @Test
    void whatIsNotSelectedIsLeftOutAndCountsAsTaken() throws Exception {
        box.takeMany(0, 3, 2);
        try (Relay none = start(new Selection(Set.of(Family.MEETING), Set.of(), Set.of()))) {
            until(none, SteeringTest::isUpToDate);
            assertThat(none.state().next()).isEqualTo(new Position(4, 0));
        }
        assertThat(keeper.taken).isEmpty();
        try (Relay punches = start(new Selection(Set.of(), Set.of(Kind.PUNCH), Set.of()))) {
            until(punches, SteeringTest::isUpToDate);
        }
        assertThat(keeper.taken).isEmpty();
    }

    @Test
    void namesAreTakenOutTogetherWithEverythingThatMayHoldThem() {
        Selection selection = new Selection(Set.of(), Set.of(), Set.of(Selection.Redaction.NAMES));
        String person =
                Json.write(
                        Map.of(
                                "kind", "person",
                                "pin", "7",
                                "name", "Ann",
                                "raw", "USER PIN=7\tName=Ann",
                                "more", "Nick=Annie"));

        assertThat(Json.read(selection.redact("person", person)))
                .isEqualTo(Map.of("kind", "person", "pin", "7"));
        assertThat(Selection.ALL.redact("person", person)).isEqualTo(person);
        assertThat(selection.takesContents()).isTrue();
    }

    private Relay start(Selection selection) throws IOException {
        return start(selection, Allowance.unlimited());
    }

    private Relay start(Selection selection, Allowance allowance) throws IOException {
        return Relay.start(
                "hq",
                box.box,
                keeper,
                new Random(7),
                new Plan(SmallBox.QUICK, selection, allowance));
    }

    @Test
    void aMeteredLineStopsForTheDayAlsoForABoxThatStartsAgain() throws Exception {
        box.takeMany(0, 20, 10);
        Allowance little = new Allowance(2_000, Optional.empty(), ZoneOffset.UTC);
        int first;
        try (Relay relay = start(Selection.ALL, little)) {
            until(relay, state -> state.held().isPresent());
            assertThat(relay.state().held()).contains("the day's 2000 bytes are used");
            first = keeper.keys().size();
        }
        box.projector.await(box.store.journal().lastSeq(), 10_000);
        keeper.carried.set(0);
        Allowance same = new Allowance(2_000, Optional.empty(), ZoneOffset.UTC);
        try (Relay relay = start(Selection.ALL, same)) {
            until(relay, state -> state.held().isPresent());
        }

        assertThat(first).isPositive().isLessThan(200);
        assertThat(keeper.keys()).hasSize(first);
    }

    @Test
    void hoursHoldByTheClockOfTheSiteAndNotWithoutOne() {
        Allowance night =
                new Allowance(0, Optional.of(Allowance.Hours.read("22:00-06:00")), ZoneOffset.UTC);
        Helm helm = new Helm("hq", box.box);

        assertThat(night.closed(at(LocalTime.of(21, 30), true), 0, helm))
                .contains(new Allowance.Closed("not before 22:00", Duration.ofMinutes(30)));
        assertThat(night.closed(at(LocalTime.of(23, 0), true), 0, helm)).isEmpty();
        assertThat(night.closed(at(LocalTime.of(5, 59), true), 0, helm)).isEmpty();
        assertThat(night.closed(at(LocalTime.of(6, 0), true), 0, helm))
                .contains(new Allowance.Closed("not before 22:00", Duration.ofHours(16)));
        assertThat(night.closed(at(LocalTime.NOON, false), 0, helm)).isEmpty();
    }

    private static Draft.Stamp at(LocalTime time, boolean trusted) {
        return new Draft.Stamp(time.toSecondOfDay() * 1_000L, 0, 1, trusted);
    }

    @Test
    void whatWaitsForAnUpstreamThatIsNotConfiguredHoldsTheJournalUntilItIsForgotten()
            throws Exception {
        box.takeMany(0, 4, 1);
        until(box.relay(keeper), SteeringTest::isUpToDate);
        reopen();
        box.takeMany(4, 3, 1);

        Relays relays = new Relays(box.box);
        assertThat(relays.waiting()).isEqualTo(Map.of("hq", new Position(5, 0)));
        assertThat(relays.taken()).isEqualTo(4);
        assertThat(relays.forget("hq", "Ann")).isEqualTo(4);
        assertThat(relays.taken()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Relays(box.box).waiting()).isEmpty();
    }
}
