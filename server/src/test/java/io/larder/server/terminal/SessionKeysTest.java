package io.larder.server.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.TerminalKeys.Reason;
import io.larder.server.terminal.TerminalKeys.Step;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionKeysTest {
    private static final Serial ONE = new Serial("5158181900025");
    private static final Serial OTHER = new Serial("5158181900026");
    private static final Step.Refused NOT_READY =
            new Step.Refused(Reason.NOT_READY, "no fresh key pair is ready");

    private final LetterSet letters = new LetterSet();
    private final AtomicLong millis = new AtomicLong();
    private final SessionKeys keys = SessionKeys.with(letters, millis::get);

    private void exchange(Serial serial) {
        letters.ready.release();
        exchange(keys.of(serial).orElseThrow());
    }

    private static void exchange(TerminalKeys own) {
        assertThat(own.publicKey("theirs")).isEqualTo(new Step.Said("ours"));
        assertThat(own.factor("factor")).isEqualTo(new Step.Said("rotcaf"));
    }

    private boolean hasSession(Serial serial) {
        return keys.session(serial).isPresent();
    }

    @Test
    void whoComesWhenNoKeyIsReadyIsToldSoAndKeepsItsSession() {
        exchange(ONE);

        assertThat(keys.of(ONE).orElseThrow().publicKey("theirs")).isEqualTo(NOT_READY);
        assertThat(hasSession(ONE)).isTrue();
        letters.ready.release();
        assertThat(keys.of(ONE).orElseThrow().publicKey("nonsense"))
                .isEqualTo(
                        new Step.Refused(
                                Reason.UNFIT, "this is no public key of the algorithm set"));
        assertThat(hasSession(ONE)).isTrue();
        exchange(ONE);
    }

    @Test
    void everyTerminalHasItsOwnSessionUntilItIsDiscarded() {
        exchange(ONE);
        assertThat(hasSession(OTHER)).isFalse();
        exchange(OTHER);
        keys.discard(ONE);

        assertThat(hasSession(ONE)).isFalse();
        assertThat(hasSession(OTHER)).isTrue();
    }

    @Test
    void aSessionIsForgottenAfterADayOfSilence() {
        exchange(ONE);
        millis.addAndGet(SessionKeys.IDLE_MILLIS);
        assertThat(hasSession(ONE)).isTrue();
        millis.addAndGet(SessionKeys.IDLE_MILLIS);
        assertThat(hasSession(ONE)).isTrue();
        millis.addAndGet(SessionKeys.IDLE_MILLIS + 1);

        assertThat(hasSession(ONE)).isFalse();
    }

    @Test
    void beyondTheMostTheOneNotHeardForLongestIsForgotten() {
        exchange(ONE);
        exchange(OTHER);
        assertThat(hasSession(ONE)).isTrue();
        for (int i = 1; i < SessionKeys.MOST; i++) {
            exchange(new Serial("A" + i));
        }

        assertThat(hasSession(OTHER)).isFalse();
        assertThat(hasSession(ONE)).isTrue();
    }

    @Test
    void aLastingConnectionHasKeysOfItsOwn() {
        letters.ready.release(2);
        TerminalKeys connection = keys.connection(ONE).orElseThrow();
        TerminalKeys next = keys.connection(ONE).orElseThrow();
        assertThat(connection.factor("factor"))
                .isEqualTo(
                        new Step.Refused(Reason.TOO_EARLY, "a factor comes behind a public key"));
        exchange(connection);

        TerminalKeys.Session session = connection.session().orElseThrow();
        assertThat(new String(session.key().seal("a".getBytes(US_ASCII)), US_ASCII))
                .isEqualTo("5158181900025a");
        assertThat(session.key().open("5158181900025b".getBytes(US_ASCII)).body())
                .contains("b".getBytes(US_ASCII));
        assertThat(next.session()).isEmpty();
        assertThat(hasSession(ONE)).isFalse();
    }

    @Test
    void whoOffersNoneStillKnowsASealedBody() {
        try (SessionKeys off = SessionKeys.off()) {
            assertThat(off.offered()).isFalse();
            assertThat(off.of(ONE)).isEmpty();
            assertThat(off.connection(ONE)).isEmpty();
            assertThat(off.isSealed(Bytes.latin1("LK1\0\0\0\0\0\0\0\0\1"))).isTrue();
            assertThat(off.isSealed(Bytes.latin1("LK"))).isFalse();
            assertThat(off.isSealed(Bytes.latin1("1\t2026-03-01 08:00:00"))).isFalse();
        }
    }

    @Test
    void aBoxThatStopsMakesNoMoreKeys() {
        letters.ready.release();
        keys.close();

        assertThat(keys.of(ONE).orElseThrow().publicKey("theirs")).isEqualTo(NOT_READY);
    }
}
