package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.simulate.clock.Means;
import io.larder.server.simulate.clock.Model;
import io.larder.server.simulate.clock.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real terminals before a box whose headquarters is out of reach.
class SharedPeopleTest {
    private static final Duration POLL = Duration.ofSeconds(31);

    @TempDir private Path folder;
    private SiteBox site;
    private LocalDateTime now = SiteMonth.FIRST.atTime(8, 0);

    @BeforeEach
    void open() throws Exception {
        site = new SiteBox(folder, 64, now);
        site.line().cut();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Post post(int number, Model model) {
        Post post =
                new Post(
                        new Serial("TCLK" + (202600000 + number)),
                        model,
                        call -> Optional.of(site.say(call)),
                        new SplittableRandom(number));
        talk(post);
        return post;
    }

    /// A terminal says what it has to say and polls; the box looks after what is due.
    private void talk(Post post) {
        now = now.plus(POLL);
        site.at(now);
        post.talk(now, false);
        site.round();
    }

    private void enrolLi(Post post) {
        assertThat(post.clock.enrol(Person.of("5", "Li"), now)).isTrue();
    }

    @Test
    void aFingerEnrolledAtOneTerminalOpensAnotherWithinTwoPolls() {
        for (Model model : List.of(Model.push2(10, 7), Model.classic(10))) {
            int number = 10 * model.versions().size();
            Post gate = post(number, model);
            Post hall = post(number + 1, model);
            enrolLi(gate);
            assertThat(gate.clock.enrolFinger("5", 3, now)).isTrue();
            assertThat(hall.clock.verify("5", Means.FINGER)).as("%s", model).isFalse();

            talk(gate);
            talk(hall);
            talk(hall);

            assertThat(hall.clock.verify("5", Means.FINGER)).as("%s", model).isTrue();
        }
    }

    @Test
    void aPalmAndAFaceEnrolledAtOneTerminalOpenAnotherWithinTwoPolls() {
        Post gate = post(1, Model.hybrid(10, 58, 12));
        Post hall = post(2, Model.hybrid(10, 58, 12));
        enrolLi(gate);
        assertThat(gate.clock.enrolPalm("5", 1, now)).isTrue();
        assertThat(gate.clock.enrolFace("5", now)).isTrue();

        talk(gate);
        talk(hall);
        talk(hall);

        assertThat(hall.clock.verify("5", Means.PALM)).isTrue();
        assertThat(hall.clock.verify("5", Means.FACE)).isTrue();
        assertThat(hall.clock.comparisons()).isEqualTo(gate.clock.comparisons());
        assertThat(hall.clock.templates()).isEqualTo(gate.clock.templates());
    }

    @Test
    void aFaceThatAnotherAlgorithmCannotReadOpensByItsPicture() {
        Post gate = post(1, Model.hybrid(10, 58, 12));
        Post hall = post(2, Model.hybrid(10, 40, 12));
        enrolLi(gate);
        assertThat(gate.clock.enrolFace("5", now)).isTrue();

        talk(gate);
        talk(hall);
        talk(hall);

        assertThat(hall.clock.templates()).isEmpty();
        assertThat(hall.clock.verify("5", Means.FACE)).isTrue();
    }

    /// After so many hours without an answer the person is given up and the finger is not yet, so
    /// that the finger comes first once answers arrive again.
    @Test
    void whatIsRefusedOnlyBecauseItsPersonIsNotThereYetIsToldAgain() {
        Post gate = post(1, Model.push2(10, 7));
        for (int hours = 1; hours <= 8; hours++) {
            String pin = Integer.toString(hours);
            Post hall = post(1 + hours, Model.push2(10, 7));
            hourly(hall, 3);
            gate.clock.enrol(Person.of(pin, "Li " + pin), now);
            talk(gate);
            hall.weather(Post.Weather.DEAF);
            hourly(hall, 1);
            gate.clock.enrolFinger(pin, 3, now);
            talk(gate);
            hourly(hall, hours);
            hall.weather(Post.Weather.FAIR);
            hourly(hall, 4);

            assertThat(hall.clock.verify(pin, Means.FINGER)).as("%d hours", hours).isTrue();
        }
    }

    private void hourly(Post post, int hours) {
        for (int i = 0; i < hours; i++) {
            now = now.plusHours(1);
            talk(post);
        }
    }

    @Test
    void aTerminalWhoseAnswersAreLostForADayAndThatSendsAllAgainMakesNoRowTwice() {
        int number = 0;
        for (Model model :
                List.of(Model.classic(10), Model.push2(10, 7), Model.hybrid(10, 58, 12))) {
            Post post = post(number++, model);
            enrolLi(post);
            post.clock.enrolFinger("5", 3, now);
            post.weather(Post.Weather.DEAF);
            for (int hour = 0; hour < 24; hour++) {
                post.somebodyComes(now);
                post.somebodyComes(now.plusSeconds(7));
                now = now.plusHours(1);
                talk(post);
            }
            post.weather(Post.Weather.FAIR);
            post.clock.forgetStamps();
            talk(post);
            post.clock.forgetStamps();
            talk(post);

            SiteOracle oracle = new SiteOracle(List.of(post));
            site.box().ask(ledger -> oracle.photos("in the box", ledger).operations(ledger));
            assertThat(oracle.violations()).isEmpty();
            assertThat(punches(post)).isEqualTo(post.clock.diary().punches().size());
            assertThat(repeats(post, Kind.OPERATION)).as("%s", model).isGreaterThan(1);
        }
    }

    private long punches(Post post) {
        return site.box().records(Kind.PUNCH.word()).stream()
                .filter(row -> row.subject().equals(post.serial()))
                .count();
    }

    private long repeats(Post post, Kind kind) {
        return site.box().records(kind.word()).stream()
                .filter(row -> row.subject().equals(post.serial()))
                .mapToLong(row -> row.repeats())
                .sum();
    }
}
