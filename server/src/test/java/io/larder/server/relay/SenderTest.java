package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Batch;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The relay against upstreams that say what a network seldom does.
@Timeout(60)
class SenderTest {
    @TempDir Path folder;

    /// Answers as told and remembers what it took.
    private static final class Scripted implements Upstream {
        final List<Integer> sizes = new ArrayList<>();
        private final Function<Hello, Greeting> greeting;
        private final Function<Parcel, Delivery> judge;

        Scripted(Function<Hello, Greeting> greeting, Function<Parcel, Delivery> judge) {
            this.greeting = greeting;
            this.judge = judge;
        }

        @Override
        public Greeting hello(Hello hello) {
            return greeting.apply(hello);
        }

        @Override
        public Cargo load(Parcel parcel) {
            return () -> take(parcel);
        }

        private synchronized Delivery take(Parcel parcel) {
            Delivery delivery = judge.apply(parcel);
            if (delivery instanceof Taken) {
                sizes.add(parcel.items().size());
            }
            return delivery;
        }

        @Override
        public long carried() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static Upstream.Greeting cursor(Upstream.Hello hello) {
        return new Upstream.Welcome(hello.cursor(), Optional.empty());
    }

    private static Upstream.Delivery taken(Upstream.Parcel parcel) {
        return new Upstream.Taken(parcel.header().next());
    }

    @Test
    void aBatchThatIsTooLargeIsHalved() throws Exception {
        Scripted small =
                new Scripted(
                        SenderTest::cursor,
                        parcel ->
                                parcel.items().size() > 30
                                        ? new Upstream.TooLarge("30 at once")
                                        : taken(parcel));
        try (SmallBox box = new SmallBox(folder)) {
            box.takeMany(0, 2, 100);
            box.projector.await(2, 10_000);
            box.relay(small);
            box.drained();
            assertThat(box.journaled(EntryKind.DEAD_LETTER)).isEmpty();
        }
        assertThat(small.sizes).startsWith(25, 29).allMatch(size -> size <= 30);
        assertThat(small.sizes.stream().mapToInt(each -> each).sum()).isEqualTo(200);
    }

    @Test
    void aRecordThatIsTooLargeAloneBecomesADeadLetter() throws Exception {
        Scripted tiny =
                new Scripted(
                        SenderTest::cursor,
                        parcel ->
                                parcel.items().stream().anyMatch(it -> it.json().length() > 5000)
                                        ? new Upstream.TooLarge("5000 bytes")
                                        : taken(parcel));
        try (SmallBox box = new SmallBox(folder)) {
            box.take(0, "a", "b".repeat(6000), "c");
            box.relay(tiny);
            box.drained();
            assertThat(box.journaled(EntryKind.DEAD_LETTER)).hasSize(1);
        }
        assertThat(tiny.sizes.stream().mapToInt(each -> each).sum()).isEqualTo(2);
    }

    @Test
    void aPhotoThatIsMoreThanTheUpstreamTakesGoesWithoutItsBytes() throws Exception {
        List<String> taken = new ArrayList<>();
        Scripted tiny =
                new Scripted(
                        SenderTest::cursor,
                        parcel -> {
                            List<String> lines =
                                    parcel.items().stream().map(Upstream.Item::json).toList();
                            if (lines.stream().anyMatch(line -> line.length() > 5000)) {
                                return new Upstream.TooLarge("5000 bytes");
                            }
                            taken.addAll(lines);
                            return taken(parcel);
                        });
        try (SmallBox box = new SmallBox(folder)) {
            String sha256 = "0".repeat(64);
            Position place = new Position(1, 0);
            box.take(0, "rice");
            box.projector.await(1, 10_000);
            LedgerRow row;
            try (LedgerReader ledger = box.store.ledger().reader()) {
                row = ledger.records(place, 1, 1).getFirst();
            }
            try (LedgerBatch batch = box.store.ledger().begin()) {
                batch.keep(sha256, new byte[6000], true, 1);
                batch.insert(photo(row, new Position(1, 1), sha256));
                batch.commit(1);
            }
            box.relay(tiny);
            box.drained();
            assertThat(taken).isEqualTo(box.records()).hasSize(2);
            assertThat(box.journaled(EntryKind.DEAD_LETTER)).isEmpty();
        }
    }

    /// A photo of the same terminal.
    private static LedgerRow photo(LedgerRow like, Position place, String sha256) {
        return new LedgerRow(
                place,
                "photo",
                like.family(),
                like.verdict(),
                like.subject(),
                "ATTPHOTO",
                "1",
                0,
                like.digest(),
                "{\"sha256\":\"" + sha256 + "\"}",
                false,
                Optional.of(new byte[0]),
                like.receivedMillis(),
                true,
                0);
    }

    /// What went up after the copy was made was only the entry that ends a start.
    @Test
    void aBoxRestoredFromAnOldCopyIsFoundOutAlsoWhenWhatItLostHadNoRecords() throws Exception {
        Path data = folder.resolve("box");
        Path copy = folder.resolve("copy");
        Map<Long, Upstream.Welcome> places = new HashMap<>();
        List<String> taken = new ArrayList<>();
        Scripted remembering =
                new Scripted(
                        hello ->
                                places.getOrDefault(
                                        hello.epoch(),
                                        new Upstream.Welcome(
                                                new Position(hello.firstSeq(), 0),
                                                Optional.empty())),
                        parcel -> {
                            Batch header = parcel.header();
                            places.put(
                                    header.epoch(),
                                    new Upstream.Welcome(header.next(), header.mark()));
                            parcel.items().forEach(item -> taken.add(item.json()));
                            return taken(parcel);
                        });
        try (SmallBox box = new SmallBox(data)) {
            box.take(0, "rice");
            box.projector.await(1, 10_000);
        }
        SmallBox.copy(data, copy);
        try (SmallBox box = new SmallBox(data)) {
            selfTest(box);
            box.relay(remembering);
            box.drained();
        }
        SmallBox.copy(copy, data);

        try (SmallBox box = new SmallBox(data)) {
            box.take(1, "soup");
            box.relay(remembering);
            box.drained();

            assertThat(box.journaled(EntryKind.EPOCH)).hasSize(1);
            assertThat(taken).containsAll(box.records());
        }
    }

    /// Else it could neither send nor take anything for ever.
    @Test
    void aBoxThatIsFullStillBeginsANewEpoch() throws Exception {
        JournalSettings tiny = new JournalSettings(64 << 10, 4, 8 << 20, true);
        try (SmallBox box = new SmallBox(folder, tiny)) {
            long first = box.store.journal().epoch();
            Scripted ahead =
                    new Scripted(
                            hello ->
                                    new Upstream.Welcome(
                                            new Position(hello.epoch() == first ? 1_000 : 1, 0),
                                            Optional.empty()),
                            SenderTest::taken);
            Appended last = selfTest(box);
            while (last instanceof Receipt) {
                last = selfTest(box);
            }

            box.relay(ahead);
            box.drained();

            assertThat(box.journaled(EntryKind.EPOCH)).hasSize(1);
        }
    }

    private static Appended selfTest(SmallBox box) {
        return box.store
                .journal()
                .append(
                        new Draft(
                                EntryKind.SELF_TEST,
                                "",
                                new byte[3_000],
                                false,
                                SmallBox.CLOCK.get()));
    }

    @Test
    void anUpstreamThatAnswersNonsenseDrawsOneNewEpochOnly() throws Exception {
        Scripted mad =
                new Scripted(
                        _ -> new Upstream.Welcome(new Position(1_000_000, 0), Optional.empty()),
                        SenderTest::taken);
        try (SmallBox box = new SmallBox(folder)) {
            box.takeMany(0, 2, 1);
            Relay relay = box.relay(mad);
            assertThat(
                            relay.await(
                                    state ->
                                            state.lastError()
                                                    .filter(it -> it.contains("begun already"))
                                                    .isPresent(),
                                    Duration.ofSeconds(20)))
                    .isTrue();
            relay.wake();
            assertThat(box.journaled(EntryKind.EPOCH)).hasSize(1);
            assertThat(relay.state().alarms()).hasSize(1);
        }
    }

    @Test
    void theUpstreamsWishToBeLeftAloneIsHeardUpToTheLongestWait() throws Exception {
        Scripted tired =
                new Scripted(
                        _ -> new Upstream.Down("tired", Optional.of(Duration.ofHours(9))),
                        SenderTest::taken);
        try (SmallBox box = new SmallBox(folder)) {
            Relay relay = box.relay(tired);
            assertThat(relay.await(state -> state.retryMillis() > 0, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(relay.state().retryMillis()).isEqualTo(20);
            assertThat(relay.state().lastError()).contains("tired");
        }
    }

    @Test
    void theCursorOnTheMediumFollowsTheUpstream() throws Exception {
        try (SmallBox box = new SmallBox(folder)) {
            box.takeMany(0, 5, 10);
            box.relay(new Scripted(SenderTest::cursor, SenderTest::taken));
            box.drained();
        }
        try (SmallBox box = new SmallBox(folder)) {
            assertThat(box.store.cursor("hq").position()).isEqualTo(new Position(6, 0));
        }
    }

    @Test
    void waitsDoubleUpToTheMostAndBeginAgainAfterASuccess() {
        Random highest =
                new Random(1) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public long nextLong(long bound) {
                        return bound - 1;
                    }
                };
        Backoff backoff = new Backoff(highest, Duration.ofSeconds(1), Duration.ofMinutes(5));

        assertThat(LongStream.generate(backoff::nextMillis).limit(11).boxed())
                .containsExactly(
                        1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 64_000L, 128_000L, 256_000L,
                        300_000L, 300_000L);
        backoff.reset();
        assertThat(backoff.nextMillis()).isEqualTo(1000);
    }
}
