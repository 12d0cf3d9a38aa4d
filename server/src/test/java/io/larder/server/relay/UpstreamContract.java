package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Secret;
import io.larder.server.conformance.Conforms;
import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import io.larder.server.json.RecordLine;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.storage.EntryKind;
import io.larder.storage.Position;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What must hold between a box and a headquarters, whoever wrote the latter.
abstract class UpstreamContract extends HeadquartersSite {
    @Test
    @Conforms("DUR-007")
    void everyRecordArrivesOnceInOrderWithItsIdentity() throws Exception {
        box.takeMany(0, 5, 70);
        Relay relay = relay();
        box.drained();
        box.takeMany(350, 3, 2);

        proveAllThereOnce();
        assertThat(relay.state().sent()).isEqualTo(356);
        assertThat(Json.read(headquarters.records().get(75)))
                .containsEntry("box", box.store.journal().box())
                .containsEntry("epoch", box.store.journal().epoch())
                .containsEntry("seq", 2L)
                .containsEntry("row", 5L)
                .containsEntry("terminal", "T1")
                .containsEntry("key", "BUYLOG/75");
    }

    @Test
    void aLineTooLongForTheLedgerIsFetchedFromTheJournal() throws Exception {
        String longLine = "x".repeat(100_000);
        box.take(0, "short", longLine);
        relay();

        proveAllThereOnce();
        assertThat(Json.read(headquarters.records().getLast()))
                .containsEntry("raw", "1," + longLine);
    }

    @Test
    void anAnswerLostAfterTheCommitDoublesNothing() throws Exception {
        box.takeMany(0, 3, 50);
        line.fail(new CuttableLine.LoseAnswer());
        relay();

        proveAllThereOnce();
        assertThat(headquarters.batches().stream().mapToInt(each -> each).sum()).isEqualTo(150);
    }

    @Test
    void aLineCutInTheMiddleOfABatchLosesAndDoublesNothing() throws Exception {
        box.takeMany(0, 20, 100);
        Relay relay = relay();
        for (int bytes : new int[] {1, 150, 700, 1500}) {
            line.fail(new CuttableLine.ResetInBatch(bytes));
            box.takeMany(10_000 * bytes, 2, 100);
            until(relay, state -> state.backlog() == 0);
        }

        proveAllThereOnce();
    }

    @Test
    @Conforms("DUR-006")
    void tenDaysWithoutALineAreSentInBoundedBatches() throws Exception {
        line.fail(new CuttableLine.Cut());
        Relay relay = relay();
        until(relay, state -> state.lastError().isPresent());
        box.takeMany(0, 200, 100);
        assertThat(relay.state().backlog()).isEqualTo(200);
        line.heal();
        relay.wake();

        proveAllThereOnce();
        assertThat(headquarters.batches()).hasSizeGreaterThan(199).allMatch(size -> size <= 100);
    }

    @Test
    void headquartersGoesOnWhereItWasAfterARestart() throws Exception {
        box.takeMany(0, 3, 50);
        Relay relay = relay();
        box.drained();
        headquarters.stop();
        line.heal();
        box.takeMany(150, 3, 50);
        until(relay, state -> !state.connected());
        headquarters.start();

        proveAllThereOnce();
        assertThat(headquarters.batches().stream().mapToInt(each -> each).sum()).isEqualTo(300);
    }

    @Test
    void theBoxGoesOnWhereHeadquartersIsAfterARestart() throws Exception {
        box.takeMany(0, 3, 50);
        relay();
        box.drained();
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(150, 1, 50);
        relay();

        proveAllThereOnce();
        assertThat(headquarters.batches().stream().mapToInt(each -> each).sum()).isEqualTo(200);
    }

    @Test
    void aHalfOpenLineIsNoticed() throws Exception {
        box.takeMany(0, 1, 10);
        line.fail(new CuttableLine.HalfOpen());
        Relay relay = box.relay(upstream(HASTY, Headquarters.TOKEN));
        until(
                relay,
                state ->
                        state.lastError()
                                .filter(it -> it.contains("no answer") || it.contains("timed out"))
                                .isPresent());
        line.heal();

        proveAllThereOnce();
    }

    @Test
    void whateverIsNotHeadquartersIsALineThatIsDown() throws Exception {
        box.takeMany(0, 1, 10);
        Relay relay = relay();
        box.drained();
        for (String status :
                List.of("200 OK", "302 Found", "404 Not Found", "413 Big", "422 No", "500 Oops")) {
            line.fail(
                    new CuttableLine.Answer(
                            "HTTP/1.1 "
                                    + status
                                    + "\r\nLocation: /login\r\nContent-Type: text/html\r\n"
                                    + "Connection: close\r\n\r\n<html>log in please</html>"));
            box.takeMany(1000 * status.hashCode(), 1, 1);
            String code = status.substring(0, 3);
            until(
                    relay,
                    state ->
                            !state.connected()
                                    && state.lastError()
                                            .filter(it -> it.startsWith("status " + code))
                                            .isPresent());
            assertThat(headquarters.records()).hasSizeLessThan(box.records().size());
            line.heal();
            box.drained();
        }

        proveAllThereOnce();
        assertThat(box.journaled(EntryKind.DEAD_LETTER)).isEmpty();
    }

    @Test
    void aWrongTokenIsALineThatIsDown() throws Exception {
        box.takeMany(0, 1, 10);
        Relay relay = box.relay(upstream(LINE, "guessed"));
        until(relay, state -> state.lastError().filter(it -> it.contains("401")).isPresent());

        assertThat(headquarters.records()).isEmpty();
    }

    @Test
    void aRecordThatHeadquartersCannotReadBecomesADeadLetterAndTheRestGoesOn() throws Exception {
        box.take(0, "rice", "poison", "soup");
        long second = box.take(3, "poison");
        box.take(4, "tea");
        Relay relay = relay();
        box.drained();

        assertThat(headquarters.records().stream().map(it -> Json.read(it).get("key")).toList())
                .containsExactly("BUYLOG/0", "BUYLOG/2", "BUYLOG/4");
        assertThat(box.journaled(EntryKind.DEAD_LETTER))
                .extracting(it -> it.get("upstream"), it -> it.get("seq"), it -> it.get("row"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("hq", 1L, 1L),
                        org.assertj.core.groups.Tuple.tuple("hq", second, 0L));
        assertThat(relay.state().alarms()).hasSize(2);
    }

    @Test
    void aBatchThatCameAlreadyIsAnsweredAndAGapIsRefused() throws Exception {
        long seq = box.take(0, "rice", "soup");
        String json = box.records().getFirst();
        String name = box.store.journal().box();
        Position one = new Position(seq, 1);
        try (Upstream upstream = upstream(LINE, Headquarters.TOKEN)) {
            Upstream.Hello hello =
                    new Upstream.Hello(name, 77, 1, 1, Position.START, Optional.empty());

            assertThat(upstream.load(parcel(name, Position.START, one, json)).deliver())
                    .isInstanceOf(Upstream.Elsewhere.class);
            assertThat(upstream.hello(hello))
                    .isEqualTo(new Upstream.Welcome(Position.START, Optional.empty()));
            for (int i = 0; i < 3; i++) {
                assertThat(upstream.load(parcel(name, Position.START, one, json)).deliver())
                        .isEqualTo(new Upstream.Taken(one));
            }
            assertThat(
                            upstream.load(
                                            parcel(
                                                    name,
                                                    new Position(2, 0),
                                                    new Position(3, 0),
                                                    json))
                                    .deliver())
                    .isEqualTo(new Upstream.Elsewhere("headquarters stands at 1/1"));
            assertThat(
                            upstream.load(parcel(name, Position.START, new Position(3, 0), json))
                                    .deliver())
                    .isEqualTo(new Upstream.Elsewhere("headquarters stands at 1/1"));
            assertThat(upstream.hello(hello))
                    .isEqualTo(new Upstream.Welcome(one, Optional.of("m" + one)));
        }
        assertThat(headquarters.batches()).containsExactly(1);
    }

    private static Upstream.Parcel parcel(String box, Position from, Position next, String json) {
        return new Upstream.Parcel(
                new Batch(box, 77, from, next, 1, Optional.of("m" + next)),
                List.of(new Upstream.Item(from, "purchase", RecordLine.of(json))));
    }

    @Test
    void aHeadquartersInBetweenHandsRecordsOnAsTheyCame() throws Exception {
        box.takeMany(0, 3, 40);
        try (LarderHeadquarters between = new LarderHeadquarters(folder.resolve("between"));
                Upstream up =
                        new LarderUpstream(
                                client,
                                URI.create("http://127.0.0.1:" + between(between)),
                                Secret.of(Headquarters.TOKEN),
                                "larder/test",
                                LINE)) {
            box.relay(up);
            box.drained();
            between.records();
            between.box().relay(upstream(LINE, Headquarters.TOKEN));
            between.box().drained();
            assertThat(headquarters.records()).isEqualTo(box.records());
        }
    }

    private static int between(LarderHeadquarters between) throws IOException {
        between.start();
        return between.port();
    }
}
