package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import io.larder.server.site.ItemKind;
import io.larder.server.site.PeopleCopies.Copied;
import io.larder.server.site.PeopleCopies.Reason;
import io.larder.server.site.PeopleCopy;
import io.larder.server.site.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// All people of one terminal to another, at a site whose terminals share nobody.
class PeopleCopyTest extends PeopleAtABox {
    private static final String LI = "USER PIN=5\tName=Li\tPri=0\tCard=[15CD5B0700]\n";
    private static final String LIS_FINGER =
            "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER + "\n";
    private static final String LI_IS_TOLD =
            "DATA UPDATE USERINFO PIN=5\tName=Li\tPri=0\tCard=[15CD5B0700]";
    private static final String FINGER_IS_TOLD =
            "DATA UPDATE FINGERTMP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER;

    @Override
    String sharing() {
        return "";
    }

    private Copied copy(boolean replace) {
        return box.copies.copy(new PeopleCopy(GATE, replace, "owner"), serial(HALL));
    }

    private static Serial serial(String text) {
        return Serial.read(text).orElseThrow();
    }

    private static PeopleCopy.Plan plan(Copied copied) {
        assertThat(copied).isInstanceOf(Copied.Mine.class);
        return ((Copied.Mine) copied).plan();
    }

    @Test
    void allPeopleGoToTheOtherTerminalOnceWithWhatItCanTake() {
        says(GATE, LI + LIS_FINGER + "USER PIN=6\tName=Wang\tPri=0\n");
        says(HALL, "USER PIN=9\tName=Zhao\tPri=0\n");
        assertThat(told(HALL)).isEmpty();

        assertThat(plan(copy(false)))
                .isEqualTo(new PeopleCopy.Plan(List.of("5", "6"), List.of(), Map.of()));

        assertThat(told(HALL))
                .containsExactly(
                        LI_IS_TOLD, "DATA UPDATE USERINFO PIN=6\tName=Wang\tPri=0", FINGER_IS_TOLD);
        assertThat(told(HALL)).isEmpty();
        assertThat(told(GATE)).isEmpty();
    }

    @Test
    void whatChangesOfACopiedPersonIsToldToo() {
        says(GATE, LI);
        copy(false);
        told(HALL);

        says(GATE, LI.replace("Name=Li", "Name=Li Ming") + LIS_FINGER);

        assertThat(told(HALL))
                .containsExactly(LI_IS_TOLD.replace("Name=Li", "Name=Li Ming"), FINGER_IS_TOLD);
    }

    @Test
    void whoIsSomebodyElseAtEitherTerminalIsLeftOutWithTheReason() {
        says(GATE, LI + "USER PIN=7\tName=Sun\tPri=0\n");
        says(HALL, "USER PIN=5\tName=Wang\tPri=0\nUSER PIN=6\tName=Qian\tPri=0\n");
        says(GATE, "USER PIN=6\tName=Zhou\tPri=0\n");

        assertThat(plan(copy(false)))
                .isEqualTo(
                        new PeopleCopy.Plan(
                                List.of("7"),
                                List.of(),
                                Map.of(
                                        "5", PeopleCopy.Reason.SOMEBODY_ELSE_HERE,
                                        "6", PeopleCopy.Reason.UNCLEAR_THERE)));
        assertThat(told(HALL)).containsExactly("DATA UPDATE USERINFO PIN=7\tName=Sun\tPri=0");
    }

    @Test
    void whoIsReplacedIsDeletedFirstSoThatHisFingerOpensNothing() {
        says(GATE, LI + LIS_FINGER);
        says(HALL, "USER PIN=5\tName=Wang\tPri=0\n");

        assertThat(plan(copy(true)))
                .isEqualTo(new PeopleCopy.Plan(List.of("5"), List.of("5"), Map.of()));

        assertThat(told(HALL))
                .containsExactly("DATA DELETE USERINFO PIN=5", LI_IS_TOLD, FINGER_IS_TOLD);
        assertThat(told(GATE)).isEmpty();
    }

    @Test
    void whoWasDeletedIsNotCopied() {
        says(GATE, LI);
        box.site.state(List.of(Statement.gone(ItemKind.PERSON, "5")), "somebody");

        assertThat(plan(copy(false)))
                .isEqualTo(new PeopleCopy.Plan(List.of(), List.of(), Map.of()));
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void aCopyIsStillOneAfterTheLedgerIsBuiltAgain() throws IOException {
        says(GATE, LI);
        copy(false);
        close();
        Files.delete(data.resolve("ledger.db"));

        box = opened(sharing());
        box.ask(_ -> true);

        assertThat(told(HALL)).containsExactly(LI_IS_TOLD);
    }

    @Test
    void whatMakesNoSenseIsDeclined() {
        assertThat(box.copies.copy(new PeopleCopy("77", false, "owner"), serial(HALL)))
                .isEqualTo(new Copied.Declined(Reason.UNKNOWN_TERMINAL, "no terminal 77 is known"));
        assertThat(box.copies.copy(new PeopleCopy(HALL, false, "owner"), serial(HALL)))
                .isEqualTo(new Copied.Declined(Reason.WRONG, "from and to are the same terminal"));
        box.get("/iclock/posrequest?SN=" + ToldTerminals.ONE);
        box.ask(_ -> true);
        assertThat(box.copies.copy(new PeopleCopy(GATE, false, "owner"), serial(ToldTerminals.ONE)))
                .isEqualTo(
                        new Copied.Declined(
                                Reason.WRONG,
                                "terminal " + ToldTerminals.ONE + " is no attendance terminal"));
    }
}
