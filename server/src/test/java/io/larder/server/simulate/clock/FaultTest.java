package io.larder.server.simulate.clock;

import static io.larder.server.simulate.clock.Desk.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong with a terminal, the same for all generations.
class FaultTest {
    private static final Person LI = Person.of("5", "Li").withCard("123456789");

    static Stream<Model> models() {
        return Stream.of(Model.classic(10), Model.push2(10, 7), Model.hybrid(10, 58, 12));
    }

    @ParameterizedTest
    @MethodSource("models")
    void anUploadWhoseAnswerIsLostOrUnwantedIsSaidAgainToTheByte(Model model) {
        Desk desk = enrolled(model);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        desk.losing(1).answering(503, "OK").answering(200, "ERROR disk");

        List<String> said = desk.talk();

        assertThat(Set.copyOf(said.subList(0, 4))).hasSize(1);
        assertThat(desk.clock.diary().failures()).isEqualTo(3);
        assertThat(desk.clock.isQuiet()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("models")
    void punchesAreOwedOnceTheBoxSaidOk(Model model) {
        Desk desk = enrolled(model);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        desk.losing(1);

        desk.step();

        assertThat(desk.clock.diary().punches()).isEqualTo(desk.clock.punches());
        assertThat(desk.clock.diary().acknowledgedPunches()).isEmpty();

        desk.talk();

        assertThat(desk.clock.diary().acknowledgedPunches())
                .isEqualTo(Set.copyOf(desk.clock.punches()));
        assertThat(desk.clock.diary().acknowledgedPhotos())
                .isEqualTo(desk.clock.diary().photos().keySet());
    }

    @ParameterizedTest
    @MethodSource("models")
    void afterAPowerCutItInitialisesAndSaysAgainWhatNobodyAnswered(Model model) {
        Desk desk = enrolled(model);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        desk.losing(1);
        String lost = desk.step();

        desk.clock.powerCut();
        List<String> said = desk.talk();

        assertThat(Desk.target(said.getFirst())).contains("options=all");
        assertThat(said).contains(lost);
        assertThat(desk.clock.people()).containsEntry("5", LI);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPowerCutTakesRepliesAndNotWhatCommandsDid(Model model) {
        Desk desk = enrolled(model);
        boolean old = model.generation() == Generation.CLASSIC;
        desk.answering(200, "C:1:" + (old ? "DATA USER" : "DATA UPDATE USERINFO") + " PIN=9\n");
        desk.now = NOON.plusMinutes(1);
        desk.step();

        desk.clock.powerCut();

        assertThat(desk.clock.people()).containsKey("9");
        assertThat(Desk.targets(desk.talk())).noneMatch(each -> each.contains("devicecmd"));
        assertThat(desk.clock.diary().obeyed()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aRebootIsTheLastOfItsBatchAndHasNoReply(Model model) {
        Desk desk = enrolled(model);

        List<String> said = desk.order("LOG", "REBOOT", "INFO");

        assertThat(Desk.body(said.getFirst())).isEqualTo("ID=1&Return=0&CMD=LOG\n");
        assertThat(Desk.target(said.get(1))).contains("options=all");
        assertThat(said).noneMatch(each -> each.contains("CMD=INFO"));
        assertThat(said).anyMatch(each -> each.contains("OPLOG 0\t0\t2026-03-02 12:01:00"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aBoxThatHasNothingIsSentEverythingAgain(Model model) {
        Desk desk = enrolled(model);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        List<String> first = desk.talk();
        desk.withOptions(
                "Stamp=0\nOpStamp=0\nPhotoStamp=0\nATTLOGStamp=0\nOPERLOGStamp=0\nATTPHOTOStamp=0\n");
        desk.clock.powerCut();

        assertThat(desk.talk()).containsAll(first);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTerminalThatForgotItsStampsSendsEverythingAgain(Model model) {
        Desk desk = enrolled(model);
        desk.clock.punch("5", Means.CARD, 0, NOON);
        List<String> first = desk.talk();

        desk.clock.forgetStamps();

        assertThat(desk.talk()).containsAll(first);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aWrongClockIsWhatThePunchesSay(Model model) {
        Desk desk = enrolled(model);
        desk.clock.wrongBy(Duration.ofHours(-3));
        desk.clock.punch("5", Means.CARD, 0, NOON);

        assertThat(desk.clock.punches())
                .containsExactly(
                        new Punch("5", NOON.minusHours(3), 0, Means.CARD.code(model.generation())));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aStrangerLeavesAnOperationAndAPhotoWithoutAPin(Model model) {
        Desk desk = enrolled(model);

        assertThat(desk.clock.punch("6", Means.CARD, 0, NOON)).isFalse();

        assertThat(desk.talk())
                .anyMatch(each -> each.contains("OPLOG 2\t0\t2026-03-02 12:00:00\t6\t0\t0\t0\n"))
                .anyMatch(each -> each.contains("PIN=20260302120000.jpg"));
        assertThat(desk.clock.punches()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatTransFlagLeavesOutStaysInTheTerminal(Model model) {
        boolean old = model.generation() == Generation.CLASSIC;
        Desk desk =
                new Desk(model)
                        .withOptions(
                                old ? "TransFlag=1000000000\n" : "TransFlag=TransData AttLog\n");
        desk.clock.enrol(LI, NOON);
        desk.clock.punch("5", Means.CARD, 0, NOON);

        assertThat(desk.talk())
                .filteredOn(each -> each.startsWith("POST /iclock/"))
                .filteredOn(each -> !each.contains("table=options"))
                .singleElement()
                .asString()
                .contains("5\t2026-03-02 12:00:00\t0\t");
        assertThat(desk.clock.diary().acknowledgedPhotos()).isEmpty();
    }

    private static Desk enrolled(Model model) {
        Desk desk = Desk.ready(model);
        desk.clock.enrol(LI, NOON);
        desk.talk();
        return desk;
    }
}
