package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.server.terminal.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeopleTest extends PeopleAtABox {
    private static final String LI =
            "USER PIN=5\tName=Li\tPri=0\tPasswd=1234\tCard=[15CD5B0700]\tGrp=1\tTZ=\n";
    private static final String LIS_FINGER =
            "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER + "\n";

    @Test
    void whoIsEnrolledAtOneTerminalIsKnownAtAnotherWithinTwoPolls() {
        says(GATE, LI + LIS_FINGER);

        assertThat(told(HALL))
                .containsExactly(
                        "DATA UPDATE USERINFO PIN=5\tName=Li\tPri=0\tPasswd=1234"
                                + "\tCard=[15CD5B0700]\tGrp=1",
                        "DATA UPDATE FINGERTMP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER);
        assertThat(told(GATE)).isEmpty();
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void whatATerminalSaysBackOfWhatItWasToldChangesNothing() {
        says(GATE, LI + LIS_FINGER);
        told(HALL);

        says(HALL, "USER PIN=5\tName=Li\tPri=0\tPasswd=1234\tCard=[15CD5B0700]\tGrp=1\tTZ=\n");
        says(HALL, LIS_FINGER);

        assertThat(told(GATE)).isEmpty();
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void aChangeAtOneTerminalReachesTheOtherAndBack() {
        says(GATE, LI);
        told(HALL);

        says(HALL, LI.replace("Name=Li", "Name=Li Ming"));
        assertThat(told(GATE)).singleElement().asString().contains("Name=Li Ming");
        says(GATE, LI.replace("Name=Li", "Name=Li Ming"));
        says(GATE, LI);

        assertThat(told(HALL)).singleElement().asString().contains("Name=Li\t");
        assertThat(item(ItemKind.PERSON, "5").flatMap(one -> one.field("name"))).contains("Li");
    }

    @Test
    void aTerminalThatIsBehindDoesNotTakeBackWhatChangedElsewhere() {
        says(GATE, LI);
        says(HALL, LI);
        says(GATE, LI.replace("Name=Li", "Name=Li Ming"));

        says(HALL, LI.replace("Grp=1", "Grp=3"));

        Item person = item(ItemKind.PERSON, "5").orElseThrow();
        assertThat(person.field("name")).contains("Li Ming");
        assertThat(person.field("group")).contains("3");
    }

    @Test
    void aCardThatIsTakenAwayIsTakenAwayEverywhere() {
        says(GATE, LI);
        told(HALL);

        says(GATE, LI.replace("[15CD5B0700]", "[0000000000]"));

        assertThat(told(HALL)).singleElement().asString().contains("Card=[0000000000]");
    }

    @Test
    void twoPeopleUnderTheSameNumberAreLeftAloneUntilAPersonSaysWhoItIs() {
        says(GATE, LI + LIS_FINGER);
        says(HALL, "USER PIN=5\tName=Wang\tPri=0\n");
        says(HALL, "FP PIN=5\tFID=6\tSize=8\tValid=1\tTMP=T1RIRVI=\n");

        assertThat(told(GATE)).isEmpty();
        assertThat(told(HALL)).isEmpty();
        assertThat(box.ask(ledger -> ledger.facts().of(HALL)).get(Facts.NOTICE))
                .isEqualTo(
                        "number 5 is Wang here and Li elsewhere: not shared until a person says who"
                                + " it is");
        says(HALL, "USER PIN=5\tName=Li\tPri=0\n");
        assertThat(told(HALL)).hasSize(2);
    }

    @Test
    void templatesGoOnlyToTerminalsOfTheSameAlgorithm() {
        String old = "5158181900003";
        hello(old, "&pushver=2.2.14&language=69");
        box.get("/iclock/getrequest?SN=" + old + "&INFO=Ver%206.0,1,0,0,10.0.0.8,9,0,0,0,100");
        says(GATE, LI + LIS_FINGER);

        assertThat(told(old)).singleElement().asString().startsWith("DATA UPDATE USERINFO");
        assertThat(told(HALL)).hasSize(2);
    }

    @Test
    void facesAreNotSentToWhoTakesNone() {
        String blind = "5158181900003";
        hello(blind, "&pushver=2.2.14&language=69");
        box.get("/iclock/getrequest?SN=" + blind + "&INFO=Ver%206.0,1,0,0,10.0.0.8,10,7,0,0,100");
        says(GATE, LI + "FACE PIN=5\tFID=0\tSIZE=12\tVALID=1\tTMP=" + FINGER + "\n");

        assertThat(told(blind)).hasSize(1);
        assertThat(told(HALL))
                .last()
                .isEqualTo("DATA UPDATE FACE PIN=5\tFID=0\tSIZE=12\tVAILD=1\tTMP=" + FINGER);
    }

    @Test
    void whoIsDeletedByAPersonIsDeletedAtEveryTerminalAndHisFingersOpenNothingForTheNext() {
        says(GATE, LI + LIS_FINGER);
        told(HALL);
        assertThat(box.site.state(List.of(Statement.gone(ItemKind.PERSON, "5")), "somebody"))
                .isInstanceOf(Stated.Mine.class);

        says(GATE, LI.replace("Grp=1", "Grp=2"));
        assertThat(told(GATE)).containsExactly("DATA DELETE USERINFO PIN=5");
        assertThat(told(HALL)).containsExactly("DATA DELETE USERINFO PIN=5");

        says(GATE, "USER PIN=5\tName=Wang\tPri=0\n");
        assertThat(told(HALL)).containsExactly("DATA UPDATE USERINFO PIN=5\tName=Wang\tPri=0");
    }

    @Test
    void whoIsStatedByAPersonGoesToEveryAttendanceTerminal() {
        box.site.state(
                List.of(
                        Statement.now(
                                ItemKind.PERSON, "9", Map.of("name", "Zhao", "password", "77"))),
                "somebody");

        assertThat(told(GATE)).containsExactly("DATA UPDATE USERINFO PIN=9\tName=Zhao\tPasswd=77");
    }

    @Test
    void noPasswordIsInTheLedgerInTheClear() {
        says(GATE, LI.replace("1234", "9182736455"));

        assertThat(box.fields("person")).singleElement().asString().doesNotContain("9182736455");
        String body = box.ask(ledger -> ledger.site().item("person", "5").orElseThrow().body());
        assertThat(body).contains("passwordSealed").doesNotContain("9182736455");
        assertThat(box.records("person"))
                .singleElement()
                .satisfies(row ->
                        assertThat(new String(row.raw().orElseThrow(), UTF_8))
                                .contains("Passwd=***"));
    }

    @Test
    void peopleComeOutTheSameWhenTheLedgerIsBuiltAgain() throws IOException {
        says(GATE, LI + LIS_FINGER);
        told(HALL);
        says(HALL, LI.replace("Name=Li", "Name=Li Ming"));
        told(GATE);
        close();
        Files.delete(data.resolve("ledger.db"));

        box = opened(sharing());

        assertThat(item(ItemKind.PERSON, "5").flatMap(one -> one.field("name")))
                .contains("Li Ming");
        assertThat(told(GATE)).isEmpty();
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void whoIsDeletedAtTheKeysStaysKnownAndAPersonIsTold() {
        says(GATE, LI);
        says(GATE, "OPLOG 9\t1\t2026-03-01 12:00:00\t5\t0\t0\t0\n");

        assertThat(told(GATE)).isEmpty();
        Map<String, String> facts = box.ask(ledger -> ledger.facts().of(GATE));
        assertThat(facts)
                .containsEntry(
                        Facts.NOTICE,
                        "person 5 was deleted at the terminal and is known to the site: delete him"
                                + " there too, or tell the terminal anew");
    }

    @Test
    void aTerminalThatWasResetIsToldEverybodyAnew() {
        says(GATE, LI);
        told(HALL);
        says(HALL, "OPLOG 22\t1\t2026-03-01 12:00:00\t0\t0\t0\t0\n");

        assertThat(told(HALL)).singleElement().asString().contains("PIN=5");
    }

    @Test
    void anOldStoryOfAResetChangesNothing() {
        says(GATE, LI);
        told(HALL);
        says(HALL, "OPLOG 22\t1\t2025-03-01 12:00:00\t0\t0\t0\t0\n");

        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void aTerminalThatSaysItKnowsNobodyIsAskedForItsStateAndToldEverybodyAnew() {
        says(GATE, LI);
        told(HALL);
        box.get("/iclock/getrequest?SN=" + HALL + "&INFO=Ver%208.0,0,0,0,10.0.0.9,10,7,15,0,111");
        box.provisioning.round();
        box.ask(_ -> true);

        String asked = box.get("/iclock/getrequest?SN=" + HALL);
        assertThat(asked).matches("C:\\d+:INFO\n");
        box.post(
                "/iclock/devicecmd?SN=" + HALL,
                "ID=" + asked.split(":", 3)[1] + "&Return=0&CMD=INFO\nUserCount=0\n");
        box.ask(_ -> true);

        assertThat(told(HALL)).singleElement().asString().contains("PIN=5");
    }

    @Test
    void templatesThatCameBeforeTheTerminalSaidItsAlgorithmAreToldToItsLikeOnceItDoes() {
        String late = "5158181900003";
        hello(late, "&pushver=2.2.14&language=69");
        says(late, LI + LIS_FINGER);
        assertThat(told(HALL)).hasSize(1);

        box.get("/iclock/getrequest?SN=" + late + "&INFO=Ver%208.0,1,1,0,10.0.0.8,10,7,15,0,111");
        box.ask(_ -> true);

        assertThat(told(HALL)).singleElement().asString().startsWith("DATA UPDATE FINGERTMP");
        assertThat(told(late)).isEmpty();
        assertThat(item(ItemKind.TEMPLATE, "5/1/6/0/unknown").orElseThrow().isDeleted()).isTrue();
    }

    @Test
    void whatCannotBeSaidToATerminalHoldsUpNothingElse() {
        String classic = "5158181900003";
        hello(classic, "");
        says(GATE, "USER PIN=4\tName=Xu\tPri=0\tCard=[FFFFFFFFFF]\n" + LI);

        assertThat(told(classic))
                .singleElement()
                .asString()
                .startsWith("DATA USER PIN=5\tName=Li\t");
    }

    @Test
    void aFingerThatComesBeforeItsPersonIsTakenWithThePerson() {
        says(GATE, LIS_FINGER);
        assertThat(told(HALL)).isEmpty();
        says(GATE, LI);

        assertThat(told(HALL)).hasSize(2);
    }

    @Test
    void whoIsEnrolledUnderTheNumberOfSomebodyDeletedAtTheKeysIsNotTakenForHim() {
        says(GATE, LI + LIS_FINGER);
        told(HALL);
        says(GATE, "OPLOG 9\t1\t2026-03-01 12:00:00\t5\t0\t0\t0\n");
        says(
                GATE,
                "USER PIN=5\tName=Wang\tPri=0\nFP PIN=5\tFID=6\tSize=8\tValid=1\tTMP=T1RIRVI=\n");

        assertThat(told(HALL)).isEmpty();
        assertThat(told(GATE)).isEmpty();
        assertThat(item(ItemKind.PERSON, "5").flatMap(one -> one.field("name"))).contains("Li");
    }

    @Test
    void whoIsEnrolledAgainJustAsBeforeIsKnownAgain() {
        says(GATE, LI);
        says(GATE, "OPLOG 9\t1\t2026-03-01 12:00:00\t5\t0\t0\t0\n");
        says(GATE, LI);
        says(GATE, LIS_FINGER);

        assertThat(told(HALL)).hasSize(2);
    }

    @Test
    void oddNumbersAndKindsHoldUpNobody() {
        says(GATE, "BIODATA Pin=7\tType=99999999999\tMajorVer=1\tTmp=x\n");
        says(GATE, "USER PIN=12/A\tName=Odd\nFP PIN=12/A\tFID=0\tTMP=x\n" + LI);

        assertThat(told(HALL)).singleElement().asString().contains("PIN=5");
        assertThat(box.quarantine()).hasSize(1);
    }

    @Test
    void aListOfPeopleTakesAwayNobodyWhomOnlyTerminalsKnow() {
        says(GATE, LI);
        box.site.state(
                List.of(Statement.now(ItemKind.PERSON, "9", Map.of("name", "Zhao"))),
                "somebody",
                Set.of(ItemKind.PERSON));

        assertThat(item(ItemKind.PERSON, "5").orElseThrow().isDeleted()).isFalse();
    }

    @Test
    void aTemplateLearnedAfterItsPersonWasDeletedElsewhereEndsWithThePersonToo() {
        says(GATE, LI + LIS_FINGER);
        Instant later = box.clock.now().plusSeconds(3_600);
        box.now.set(later);
        says(GATE, LIS_FINGER.replace("FID=6", "FID=7"));
        long earlier = later.minusSeconds(1_800).toEpochMilli();
        box.site.state(
                List.of(new Statement(ItemKind.PERSON, "5", earlier, true, Map.of())),
                "headquarters");

        assertThat(item(ItemKind.TEMPLATE, "5/1/7/0/10").orElseThrow().isDeleted()).isTrue();
    }

    @Test
    void aNumberWhoseOwnerWasDeletedAtTheKeysAndThenByAPersonIsFreeForTheNext() {
        says(GATE, LI);
        told(HALL);
        says(GATE, "OPLOG 9\t1\t2026-03-01 12:00:00\t5\t0\t0\t0\n");
        box.site.state(List.of(Statement.gone(ItemKind.PERSON, "5")), "somebody");
        told(HALL);
        box.site.state(
                List.of(Statement.now(ItemKind.PERSON, "5", Map.of("name", "Zhao"))), "somebody");

        assertThat(told(GATE)).containsExactly("DATA UPDATE USERINFO PIN=5\tName=Zhao");
        assertThat(told(HALL)).containsExactly("DATA UPDATE USERINFO PIN=5\tName=Zhao");
    }

    @Test
    void aFingerOfAnotherTerminalDoesNotChangeItsAlgorithmWhenOneThatWasToldSaysItsOwn() {
        String one = "5158181900003";
        String other = "5158181900004";
        hello(one, "&pushver=2.2.14&language=69");
        hello(other, "&pushver=2.2.14&language=69");
        says(one, LI + LIS_FINGER);
        told(other, -1);

        box.get("/iclock/getrequest?SN=" + other + "&INFO=Ver%208.0,1,1,0,10.0.0.8,9,7,15,0,111");
        box.ask(_ -> true);

        assertThat(item(ItemKind.TEMPLATE, "5/1/6/0/unknown").orElseThrow().isDeleted()).isFalse();
        assertThat(item(ItemKind.TEMPLATE, "5/1/6/0/9")).isEmpty();
    }

    @Test
    void aCanteenTerminalThatAsksForSomebodyIsToldNobody() {
        String till = "5158181900009";
        box.get("/iclock/cpos?SN=" + till + "&options=all&device_type=30");
        says(GATE, LI);

        assertThat(box.get("/iclock/cdata?SN=" + till + "&table=RemoteAtt&PIN=5"))
                .isEqualTo("NONE");
    }
}
