package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Kind;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Lost, released, new password: what a terminal hears.
class CardServicesTest extends CardsAtABox {
    @Test
    @Conforms({"POS-066", "POS-068", "POS-069", "POS-076"})
    void aCardWithTheRightPasswordIsReportedLostOnce() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=2&Card=999&Pwd=111111")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2abc&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111")).isEqualTo("NO");
            assertThat(card(box, "100").cardState().word()).isEqualTo("lost");
        }
    }

    @Test
    @Conforms("POS-067")
    void aWrongPasswordIsRefusedAndChangesNothing() {
        try (AssembledBox box = withCards()) {
            Item before = card(box, "100");

            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111112")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100")).isEqualTo("NO");
            assertThat(card(box, "100")).isEqualTo(before);
        }
    }

    @Test
    @Conforms("POS-070")
    void aLostCardIsReleasedAndAnActiveOneIsNot() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("NO");
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");

            assertThat(box.get(OTHER + "&RepType=3&Card=100&Pwd=111112")).isEqualTo("NO");
            assertThat(box.get(OTHER + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
        }
    }

    @Test
    @Conforms("POS-071")
    void aCardIsNotReleasedWhileItsPersonHasAnotherOne() {
        try (AssembledBox box = withCards()) {
            box.site.state(
                    List.of(
                            Statement.now(ItemKind.CARD, "100", Map.of("pin", "7")),
                            Statement.now(
                                    ItemKind.CARD, "101", Map.of("pin", "7", "password", "3"))),
                    "test");
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");

            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("NO");
            box.get(POS + "&RepType=2&Card=101&Pwd=3");
            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
        }
    }

    @Test
    @Conforms({"POS-072", "POS-073"})
    void whetherAPasswordMayBeChangedChangesNothingAndIsNotWrittenDown() {
        try (AssembledBox box = withCards()) {
            box.get(POS);
            Item before = card(box, "100");
            long last = box.store.journal().lastSeq();

            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=5")).isEqualTo("OK");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=1&NewPwd=5")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=4&Card=100&OldPwd=111111&NewPwd=a%09b"))
                    .isEqualTo("NO");
            assertThat(box.store.journal().lastSeq()).isEqualTo(last);
            assertThat(card(box, "100")).isEqualTo(before);
        }
    }

    @Test
    @Conforms({"POS-074", "POS-075"})
    void aNewPasswordCountsFromThenOnAndMayBeReportedTwice() {
        try (AssembledBox box = withCards()) {
            String change = POS + "&RepType=5&Card=100&OldPwd=111111&NewPwd=" + SECRET;

            assertThat(box.get(change)).isEqualTo("OK");
            long last = box.store.journal().lastSeq();
            assertThat(box.get(change)).isEqualTo("OK");
            assertThat(box.store.journal().lastSeq()).isEqualTo(last);
            assertThat(box.get(POS + "&RepType=5&Card=100&OldPwd=111111&NewPwd=6")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=" + SECRET)).isEqualTo("OK");
        }
    }

    @Test
    @Conforms("POS-077")
    void aServiceThatNobodyKnowsIsAnsweredWithNo() {
        try (AssembledBox box = withCards()) {
            for (String type : List.of("9", "1", "6", "", "x2")) {
                assertThat(box.get(POS + "&RepType=" + type + "&Card=100&Pwd=111111"))
                        .as(type)
                        .isEqualTo("NO");
            }
        }
    }

    @Test
    @Conforms("POS-078")
    void answersAreExactlyTwoBytesWithADate() {
        try (RunningBox box = RunningBox.in(data)) {
            assertThat(box.site().state(cards(), "test")).isInstanceOf(Stated.Mine.class);

            RawTerminal.Answer no = box.terminal().get(POS + "&RepType=2&Card=100&Pwd=2");
            RawTerminal.Answer yes = box.terminal().get(POS + "&RepType=2&Card=100&Pwd=111111");
            assertThat(List.of(no.toString(), yes.toString())).containsExactly("200 NO", "200 OK");
            for (RawTerminal.Answer each : List.of(no, yes)) {
                assertThat(each.headers()).containsEntry("content-length", "2").containsKey("date");
            }
        }
    }

    @Test
    void theDocumentedExamplesAreAnsweredAsDocumented() {
        try (RunningBox box = RunningBox.in(data)) {
            Map<String, String> password = Map.of("password", "123456");
            box.site().state(List.of(Statement.now(ItemKind.CARD, "100023", password)), "test");

            assertThat(
                            Stream.of("POS-X17", "POS-X16", "POS-X15")
                                    .map(id -> box.terminal().send(Fixture.example(id).request()))
                                    .map(RawTerminal.Answer::toString))
                    .containsExactly("200 OK", "200 NO", "200 OK");
        }
    }

    @Test
    @Conforms("POS-080")
    void headquartersNeedNotBeThere() {
        try (RunningBox box =
                RunningBox.in(
                        data,
                        "upstreams.headquarters.url=http://127.0.0.1:1",
                        "upstreams.headquarters.token=t")) {
            box.site().state(cards(), "test");

            assertThat(box.terminal().get(POS + "&RepType=2&Card=100&Pwd=111111").toString())
                    .isEqualTo("200 OK");
            assertThat(box.fields(Kind.CARD_EVENT)).hasSize(1);
        }
    }

    @Test
    void theClockSetBackDoesNotUndoARelease() {
        try (AssembledBox box = withCards()) {
            box.get(POS + "&RepType=2&Card=100&Pwd=111111");
            box.now.set(Instant.parse("2026-03-01T02:00:00Z"));

            assertThat(box.get(POS + "&RepType=3&Card=100&Pwd=111111")).isEqualTo("OK");
            assertThat(card(box, "100").cardState().word()).isEqualTo("active");
        }
    }

    @Test
    void aCardWithoutAPasswordIsHelpedByNobody() {
        try (AssembledBox box = withCards()) {
            assertThat(box.get(POS + "&RepType=2&Card=200&Pwd=")).isEqualTo("NO");
            assertThat(box.get(POS + "&RepType=5&Card=200&OldPwd=&NewPwd=1")).isEqualTo("NO");
        }
    }

    @Test
    void strangersAndBoxesWithoutATimeGiveNoAnswer() {
        try (AssembledBox box = withCards()) {
            box.now.set(Instant.EPOCH);
            assertThat(box.get(POS + "&RepType=2&Card=100&Pwd=111111"))
                    .isEqualTo("503 the clock of this box is not set yet (60 s)");
        }
    }
}
