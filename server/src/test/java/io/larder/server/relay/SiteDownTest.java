package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.CardState;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Statement;
import io.larder.storage.EntryKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The site's data on its way from headquarters to boxes.
@Timeout(120)
class SiteDownTest {
    @TempDir Path folder;
    private WholeBox headquarters;
    private CuttableLine line;
    private WholeBox box;

    @BeforeEach
    void open() throws IOException {
        headquarters = new WholeBox(folder.resolve("hq")).receiving();
        line = new CuttableLine(() -> headquarters.port());
        box = new WholeBox(folder.resolve("box"));
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        line.close();
        headquarters.close();
    }

    private static Statement key(int number, String fen) {
        return Statement.now(ItemKind.KEY, String.valueOf(number), Map.of("priceFen", fen));
    }

    private void untilTheSame(ItemKind kind, String key) {
        Item wanted = headquarters.item(kind, key).orElseThrow();
        box.until(it -> it.item(kind, key).filter(wanted::equals).isPresent());
    }

    /// Asks once more and waits until all is taken.
    private void ask() {
        for (int i = 0; i < 2; i++) {
            long before = box.line().state().asked();
            box.line().wake();
            box.untilLine(state -> state.asked() > before);
        }
    }

    @Test
    void whatIsStatedAtHeadquartersIsSoAtTheBoxWithTheSameMoments() throws Exception {
        headquarters.states(key(1, "850"), key(2, "300"));
        headquarters.states(
                Statement.now(
                        ItemKind.GOODS, "7", Map.of("name", "\u7c73\u996d", "priceFen", "100")));
        headquarters.states(Statement.now(ItemKind.GOODS, "7", Map.of("priceFen", "120")));
        box.under(line.port(), WholeBox.OFTEN);
        untilTheSame(ItemKind.GOODS, "7");
        untilTheSame(ItemKind.KEY, "1");
        headquarters.states(key(1, "900"), Statement.gone(ItemKind.KEY, "2"));

        untilTheSame(ItemKind.KEY, "1");
        box.until(it -> it.item(ItemKind.KEY, "2").filter(Item::isDeleted).isPresent());
    }

    @Test
    void meetingsComeDownWithRoomsAndMembersWhicheverWasSaidLast() throws Exception {
        Map<String, String> weekly =
                Map.of(
                        "name", "Weekly",
                        "room", "101",
                        "start", "2026-11-20T10:00:00",
                        "end", "2026-11-20T11:00:00");
        headquarters.states(
                Statement.now(ItemKind.ROOM, "101", Map.of("capacity", "12")),
                Statement.now(ItemKind.MEETING, "m1", weekly),
                Statement.now(ItemKind.MEMBER, "m1/7", Map.of()));
        headquarters.states(Statement.now(ItemKind.MEETING, "m1", Map.of("name", "Monthly")));
        headquarters.states(Statement.now(ItemKind.ROOM, "101", Map.of("capacity", "8")));
        box.under(line.port(), WholeBox.OFTEN);

        untilTheSame(ItemKind.MEMBER, "m1/7");
        untilTheSame(ItemKind.MEETING, "m1");
        untilTheSame(ItemKind.ROOM, "101");
        headquarters.states(Statement.gone(ItemKind.MEETING, "m1"));
        box.until(it -> it.item(ItemKind.MEETING, "m1").filter(Item::isDeleted).isPresent());
        box.until(it -> it.item(ItemKind.MEMBER, "m1/7").filter(Item::isDeleted).isPresent());
    }

    @Test
    void whatChangesNothingIsNotWrittenDownAgainAfterARestartOfEither() throws Exception {
        headquarters.states(
                IntStream.range(1, 451).mapToObj(i -> key(i, "850")).toArray(Statement[]::new));
        box.under(line.port(), WholeBox.OFTEN);
        untilTheSame(ItemKind.KEY, "450");
        int entries = box.entries(EntryKind.SITE);
        line.fail(new CuttableLine.Cut());
        box.untilLine(state -> !state.connected());
        headquarters.close();
        headquarters = new WholeBox(folder.resolve("hq")).caughtUp().receiving();
        line.heal();
        box.close();
        box = new WholeBox(folder.resolve("box"));
        box.under(line.port(), WholeBox.OFTEN);
        headquarters.states(key(450, "900"));

        untilTheSame(ItemKind.KEY, "450");
        assertThat(box.entries(EntryKind.SITE)).isEqualTo(entries + 1);
    }

    @Test
    void aPasswordIsClosedAtBothEndsAndTheSameCard() throws Exception {
        headquarters.states(
                Statement.now(
                        ItemKind.CARD, "100023", Map.of("name", "Li", "password", "27182818")));
        box.under(line.port(), WholeBox.OFTEN);
        box.until(it ->
                it.item(ItemKind.CARD, "100023")
                        .filter(card -> card.hasPassword(WholeBox.SEAL, "27182818"))
                        .isPresent());

        assertThat(box.payloads(EntryKind.SITE))
                .isNotEmpty()
                .allMatch(payload -> !payload.contains("27182818"));
    }

    @Test
    void aLossThatWasReportedHereIsNotUndoneByWhatWasSaidBefore() throws Exception {
        headquarters.states(
                Statement.now(ItemKind.CARD, "100023", Map.of("name", "Li", "state", "active")));
        box.under(line.port(), WholeBox.NEVER);
        box.until(it -> it.item(ItemKind.CARD, "100023").isPresent());
        box.states(Statement.now(ItemKind.CARD, "100023", Map.of("state", "lost")));
        headquarters.states(Statement.now(ItemKind.CARD, "100023", Map.of("name", "Li Na")));
        box.line().wake();
        box.until(it ->
                it.item(ItemKind.CARD, "100023")
                        .flatMap(card -> card.field("name"))
                        .filter("Li Na"::equals)
                        .isPresent());

        assertThat(box.item(ItemKind.CARD, "100023").orElseThrow().cardState())
                .isEqualTo(CardState.LOST);
    }

    @Test
    void whatIsForOtherBoxesDoesNotComeAndWhatIsNoLongerForThisOneEnds() throws Exception {
        String mine = box.store.journal().box();
        headquarters.states(
                key(1, "850"),
                Statement.now(
                        ItemKind.KEY, "2", Map.of("priceFen", "300", "boxes", "00112233445566aa")),
                Statement.now(
                        ItemKind.KEY,
                        "3",
                        Map.of("priceFen", "300", "boxes", "00112233445566aa, " + mine)));
        box.under(line.port(), WholeBox.NEVER);
        box.until(it -> it.item(ItemKind.KEY, "3").isPresent());
        assertThat(box.item(ItemKind.KEY, "2")).isEmpty();

        headquarters.states(
                Statement.now(ItemKind.KEY, "3", Map.of("boxes", "00112233445566aa")),
                Statement.now(ItemKind.KEY, "2", Map.of("boxes", mine)));
        box.line().wake();
        box.until(it -> it.item(ItemKind.KEY, "3").filter(Item::isDeleted).isPresent());
        box.until(it -> it.item(ItemKind.KEY, "2").isPresent());
        headquarters.states(Statement.now(ItemKind.KEY, "3", Map.of("boxes", mine)));
        box.line().wake();
        box.until(it -> it.item(ItemKind.KEY, "3").filter(Item::isTold).isPresent());
        assertThat(box.item(ItemKind.KEY, "3").orElseThrow().field("priceFen")).hasValue("300");
    }

    @Test
    void whatCannotBeTakenHoldsUpNothingElseAndIsTakenOnceItCan() throws Exception {
        box.states(Statement.now(ItemKind.CARD, "100001", Map.of("name", "Wu", "systemId", "5")));
        headquarters.states(
                Statement.now(ItemKind.CARD, "100002", Map.of("name", "Li", "systemId", "5")),
                key(1, "850"));
        box.under(line.port(), WholeBox.NEVER);
        untilTheSame(ItemKind.KEY, "1");
        assertThat(box.item(ItemKind.CARD, "100002")).isEmpty();

        box.states(Statement.gone(ItemKind.CARD, "100001"));
        headquarters.states(key(2, "850"));
        box.line().wake();
        untilTheSame(ItemKind.CARD, "100002");
    }

    @Test
    void throughAHeadquartersInBetweenItReachesTheBoxBelow() throws Exception {
        try (WholeBox top = new WholeBox(folder.resolve("top")).receiving()) {
            headquarters.under(top.port(), WholeBox.OFTEN);
            box.under(line.port(), WholeBox.OFTEN);
            top.states(key(1, "850"));

            box.until(it -> it.item(ItemKind.KEY, "1").equals(top.item(ItemKind.KEY, "1")));
        }
    }

    @Test
    void aLineThatIsCutInBetweenLosesNothing() throws Exception {
        headquarters.states(
                IntStream.range(1, 601).mapToObj(i -> key(i, "850")).toArray(Statement[]::new));
        line.fail(new CuttableLine.LoseAnswer("site", 1));
        box.under(line.port(), WholeBox.OFTEN);

        untilTheSame(ItemKind.KEY, "600");
        ask();
        assertThat(IntStream.range(1, 601))
                .allMatch(i -> box.item(ItemKind.KEY, String.valueOf(i)).isPresent());
    }
}
