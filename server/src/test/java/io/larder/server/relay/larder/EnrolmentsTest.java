package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.crypto.Identity;
import io.larder.crypto.IdentityHistory;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.relay.RelayLimits;
import io.larder.storage.Draft;
import io.larder.storage.JournalSettings;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentsTest {
    private static final String A = "00112233445566aa";
    private static final String B = "00112233445566bb";
    private static final List<IdentityHistory.Step> NO_PAST = List.of();
    private static final Identity HEADQUARTERS = Identity.generate();

    @TempDir private Path folder;
    private Store store;
    private Enrolments enrolments;
    private Roster roster;
    private Receiver receiver;

    /// Noon: half a day is left.
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeEach
    void open() throws IOException {
        store = Store.open(folder, new JournalSettings(4 << 20, 8, 16 << 20, true));
        enrolments = new Enrolments(store, this::stamp, HEADQUARTERS.fingerprint(), new Random(7));
        roster = new Roster(store, this::stamp, enrolments, 1);
        receiver =
                new Receiver(
                        store,
                        Optional.empty(),
                        this::stamp,
                        Optional.empty(),
                        Optional.of(roster));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private Draft.Stamp stamp() {
        return new Draft.Stamp(now.toEpochMilli(), now.toEpochMilli(), 1, true);
    }

    private Optional<String> invite(String box, int days) {
        Enrolments.Guest guest =
                new Enrolments.Guest("East", box, Duration.ofDays(days), OptionalLong.empty());
        String text = ((Enrolments.Done) enrolments.invite(guest)).text();
        return Optional.of(Invitation.read(text).secret().reveal());
    }

    private static Enrolments.Denied forbidden(String why) {
        return new Enrolments.Denied(403, why);
    }

    @Test
    void anInvitationNamesItsHeadquartersAndASlipOfTheHandIsNoticed() {
        Invitation drawn = Invitation.draw(HEADQUARTERS.fingerprint(), new Random(1));
        String text = drawn.write();

        assertThat(Invitation.isOne(text)).isTrue();
        assertThat(Invitation.read(text).headquarters()).isEqualTo(HEADQUARTERS.fingerprint());
        assertThat(Invitation.read(text).hash()).isEqualTo(drawn.hash());
        assertThat(text).doesNotContain(drawn.secret().reveal());
        for (int at = 14; at < text.length() - 1; at++) {
            char other = text.charAt(at) == 'x' ? 'y' : 'x';
            String slipped = text.substring(0, at) + other + text.substring(at + 1);
            assertThatThrownBy(() -> Invitation.read(slipped))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Invitation.read(text.substring(0, 40)))
                .hasMessage("the invitation was not copied whole");
        assertThatThrownBy(() -> Invitation.read(text.substring(0, 7)))
                .hasMessage("an invitation begins with larder-invite-");
    }

    @Test
    void theSameBoxMayAskAgainBecauseTheAnswerWasLostAndNobodyElse() {
        Optional<String> secret = invite("", 7);

        assertThat(enrolments.enrol("k1", A, secret, NO_PAST))
                .isEqualTo(new Enrolments.Done("East"));
        assertThat(enrolments.enrol("k1", A, secret, NO_PAST))
                .isEqualTo(new Enrolments.Done("East"));
        assertThat(enrolments.enrol("k1", A, Optional.empty(), NO_PAST))
                .isEqualTo(new Enrolments.Done("East"));
        String used = "this invitation was used by box " + A + ": ask for another";
        assertThat(enrolments.enrol("k2", B, secret, NO_PAST)).isEqualTo(forbidden(used));
        assertThat(enrolments.enrol("k2", A, secret, NO_PAST)).isEqualTo(forbidden(used));
        assertThat(enrolments.enrol("k1", B, secret, NO_PAST))
                .isEqualTo(forbidden("this certificate is that of box " + A));
        assertThat(enrolments.enrol("k2", B, Optional.empty(), NO_PAST))
                .isEqualTo(new Enrolments.Denied(401, "this certificate is not enrolled here"));
        assertThat(enrolments.enrol("k2", B, Optional.of("guessed"), NO_PAST))
                .isEqualTo(forbidden("no such invitation was given here"));
    }

    @Test
    void anInvitationEndsWithItsDaysAndWhenItIsWithdrawn() {
        Optional<String> secret = invite("", 7);
        Optional<String> other = invite("", 30);
        now = now.plus(Duration.ofDays(7)).plusMillis(1);

        assertThat(enrolments.enrol("k1", A, secret, NO_PAST))
                .isEqualTo(forbidden("this invitation has ended: ask for another"));
        String number = String.valueOf(roster.invitations().getFirst().get("invitation"));
        assertThat(roster.invitations()).hasSize(1);
        assertThat(enrolments.revoke(number)).isEqualTo(new Enrolments.Done("East"));
        assertThat(roster.invitations()).isEmpty();
        assertThat(enrolments.enrol("k1", A, other, NO_PAST))
                .isEqualTo(forbidden("this invitation was withdrawn"));
    }

    @Test
    void aBoxThatLostItsKeyComesBackByAnInvitationThatNamesIt() {
        enrolments.enrol("k1", A, invite("", 7), NO_PAST);

        assertThat(enrolments.enrol("k2", A, invite("", 7), NO_PAST))
                .isEqualTo(
                        forbidden(
                                "box "
                                        + A
                                        + " is enrolled with another key: invite it by name (--box)"));
        assertThat(enrolments.enrol("k3", B, invite(A, 7), NO_PAST))
                .isEqualTo(forbidden("this invitation is for box " + A));
        assertThat(enrolments.enrol("k2", A, invite(A, 7), NO_PAST))
                .isEqualTo(new Enrolments.Done("East"));
        assertThat(enrolments.byKey("k1")).isEmpty();
        assertThat(enrolments.byKey("k2").orElseThrow().box()).isEqualTo(A);
    }

    @Test
    void aBoxThatRotatedFollowsTheKeysThatItSignedAndOnlyFromItsLatest() {
        Identity first = Identity.generate();
        Identity second = Identity.generate();
        Identity third = Identity.generate();
        List<IdentityHistory.Step> steps =
                IdentityHistory.read(
                        IdentityHistory.step(first, second, "1")
                                + IdentityHistory.step(second, third, "2"));
        enrolments.enrol(first.fingerprint(), A, invite("", 7), NO_PAST);

        assertThat(enrolments.enrol(third.fingerprint(), A, Optional.empty(), steps))
                .isEqualTo(new Enrolments.Done("East"));
        assertThat(enrolments.byKey(third.fingerprint())).isPresent();
        assertThat(enrolments.enrol(second.fingerprint(), A, Optional.empty(), steps))
                .isEqualTo(new Enrolments.Denied(401, "this certificate is not enrolled here"));

        enrolments.revoke(A);
        Identity fourth = Identity.generate();
        List<IdentityHistory.Step> on =
                IdentityHistory.read(IdentityHistory.step(third, fourth, "3"));
        assertThat(enrolments.enrol(fourth.fingerprint(), A, Optional.empty(), on))
                .isEqualTo(forbidden("box " + A + " was revoked at headquarters"));
    }

    private static byte[] hello(String more) {
        return ("{\"version\":1,\"box\":\"" + A + "\",\"epoch\":5,\"firstSeq\":1" + more + "}")
                .getBytes(UTF_8);
    }

    private byte[] batch(long seq) {
        byte[] noise = new byte[600_000];
        new Random(seq).nextBytes(noise);
        String record =
                Json.write(
                        Map.of(
                                "kind",
                                "punch",
                                "terminal",
                                "T1",
                                "box",
                                A,
                                "epoch",
                                5,
                                "seq",
                                seq,
                                "row",
                                0,
                                "key",
                                "ATTLOG/" + seq,
                                "contentDigest",
                                "5d41",
                                "raw",
                                HexFormat.of().formatHex(noise)));
        return BatchCodec.pack(
                new Batch(
                        A,
                        5,
                        new Position(seq, 0),
                        new Position(seq + 1, 0),
                        1,
                        Optional.of("mark"),
                        OptionalLong.of(40)),
                List.of(record));
    }

    @Test
    void aBoxThatSentWhatItMayWaitsForTheNextDay() {
        receiver.hello(hello(""));
        assertThat(receiver.batch(batch(1)).status()).isEqualTo(200);
        assertThat(receiver.batch(batch(2)).status()).isEqualTo(200);
        Reply reply = receiver.batch(batch(3));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.retryAfter()).contains(Duration.ofHours(12).plusSeconds(1));
        assertThat(roster.live(A))
                .containsEntry("megabytesPerDay", 1L)
                .containsEntry("lastSeq", 40L);

        now = now.plus(reply.retryAfter().orElseThrow());
        assertThat(receiver.batch(batch(3)).status()).isEqualTo(200);
    }

    @Test
    void aPersonsQuotaStandsBeforeTheUsualOne() {
        enrolments.enrol("k1", A, invite("", 7), NO_PAST);
        assertThat(roster.megabytes(A)).isEqualTo(1);
        enrolments.quota(A, OptionalLong.of(0));
        assertThat(roster.megabytes(A)).isZero();
        enrolments.quota(A, OptionalLong.empty());
        assertThat(roster.megabytes(A)).isEqualTo(1);
        assertThat(enrolments.quota(B, OptionalLong.of(1)))
                .isEqualTo(new Enrolments.Denied(404, "no box " + B + " is enrolled here"));
    }

    @Test
    void aHelloMayAskToSendAgainFromAnEarlierPlaceAndNeverFromALaterOne() {
        Caller own = new Caller.Enrolled(A);
        assertThat(receiver.hello(own, hello(",\"rewind\":{\"seq\":9,\"row\":0}")).json())
                .isEqualTo("{\"next\":{\"seq\":1,\"row\":0}}");
        receiver.batch(own, batch(1));
        assertThat(receiver.hello(own, hello(",\"rewind\":{\"seq\":9,\"row\":0}")).json())
                .startsWith("{\"next\":{\"seq\":2,\"row\":0}");
        assertThat(receiver.hello(own, hello(",\"rewind\":{\"seq\":1,\"row\":0}")).json())
                .startsWith("{\"next\":{\"seq\":1,\"row\":0}");
        assertThat(receiver.batch(own, batch(1)).status()).isEqualTo(200);
        assertThat(receiver.hello(own, hello("")).json())
                .startsWith("{\"next\":{\"seq\":2,\"row\":0}");
        assertThat(
                        receiver.hello(
                                        own,
                                        ("{\"version\":1,\"box\":\""
                                                        + A
                                                        + "\",\"epoch\":5,\"firstSeq\":3,"
                                                        + "\"rewind\":{\"seq\":2,\"row\":0}}")
                                                .getBytes(UTF_8))
                                .status())
                .isEqualTo(400);
        assertThat(receiver.batch(new Caller.Enrolled(B), batch(2)).status()).isEqualTo(403);
    }

    @Test
    void oneSenderCannotTakeTheRoomOfTheOthers() {
        Held held = new Held(100, 40);

        assertThat(held.take(A, 40)).isTrue();
        assertThat(held.take(A, 1)).isFalse();
        assertThat(held.take(B, 40)).isTrue();
        assertThat(held.take("c", 30)).isFalse();
        assertThat(held.take("c", 20)).isTrue();
        held.release(A, 40);
        assertThat(held.take("c", 20)).isTrue();
        held.release(B, 40);
        held.release("c", 40);
        assertThat(held.isEmpty()).isTrue();
        assertThat(held.take(A, 40)).isTrue();
    }

    @Test
    void aHeadquartersWithLittleMemoryHoldsLessAndStillTheLargestBatchesOfTwoSenders() {
        int largest = RelayLimits.PACKED_BYTES / 1024 + 1;
        Held least = Held.fitting(16 << 20);
        Held little = Held.fitting(40 << 20);
        Held much = Held.fitting(1L << 30);

        assertThat(least.take(A, largest)).isTrue();
        assertThat(least.take(B, largest)).isTrue();
        assertThat(little.take(A, 5 << 10)).isTrue();
        assertThat(little.take(A, 1)).isFalse();
        assertThat(little.take(B, 5 << 10)).isTrue();
        assertThat(little.take("c", 1)).isFalse();
        for (int sender = 0; sender < 6; sender++) {
            assertThat(much.take(A + sender, 10 << 10)).isTrue();
        }
        assertThat(much.take(B, 4 << 10)).isTrue();
        assertThat(much.take(B, 1)).isFalse();
    }
}
