package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.server.terminal.Facts;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Terminals that ask for people whom they do not know, at a box without headquarters.
class PersonDeskTest extends PeopleAtABox {
    private static final String LI =
            "USER PIN=5\tName=Li\tPri=0\tPasswd=1234\tCard=[15CD5B0700]\tGrp=1\tTZ=\n";
    private static final String LIS_FINGERS =
            "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP="
                    + FINGER
                    + "\nFP PIN=5\tFID=7\tSize=12\tValid=1\tTMP=T1RIRVI=\n";
    private static final String CARD = "123456789";
    private static final String SUCCESS = "AUTH=Success\tPIN=5\tName=Li\tPri=0\tTZ=\n";
    private static final String FAILED = "AUTH=Failed\n";

    /// Nobody is told of anybody by himself: the terminals ask.
    @Override
    String sharing() {
        return "";
    }

    private String asksFor(String pin) {
        return box.get("/iclock/cdata?SN=" + HALL + "&PIN=" + pin);
    }

    private String asksWhose(String card) {
        return verify("CARD", "PIN=0\tSize=10\tTMP=" + card);
    }

    private String verify(String means, String body) {
        return box.post("/iclock/cdata?SN=" + HALL + "&AuthType=" + means, body);
    }

    private void state(ItemKind kind, String key, Map<String, String> fields) {
        assertThat(box.site.state(List.of(Statement.now(kind, key, fields)), "somebody"))
                .isInstanceOf(Stated.Mine.class);
    }

    @Test
    @Conforms({"ATT-058", "ATT-061"})
    void whoIsKnownIsToldWithHisFingersAndWithoutNumbersOfCommands() {
        says(GATE, LI + LIS_FINGERS);

        assertThat(asksFor("5"))
                .isEqualTo(
                        "DATA UPDATE USERINFO PIN=5\tName=Li\tPri=0\tPasswd=1234"
                                + "\tCard=[15CD5B0700]\tGrp=1\n"
                                + "DATA UPDATE FINGERTMP PIN=5\tFID=6\tSize=12\tValid=1\tTMP="
                                + FINGER
                                + "\n"
                                + "DATA UPDATE FINGERTMP PIN=5\tFID=7\tSize=8\tValid=1"
                                + "\tTMP=T1RIRVI=\n");
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    @Conforms("ATT-060")
    void theQuestionWithATableIsTheSame() {
        says(GATE, LI);

        assertThat(box.get("/iclock/cdata?SN=" + HALL + "&table=RemoteAtt&PIN=5"))
                .isEqualTo(asksFor("5"))
                .startsWith("DATA UPDATE USERINFO PIN=5\t");
    }

    @Test
    @Conforms("ATT-059")
    void forWhomNobodyKnowsTheConfiguredTextIsSaid() {
        assertThat(asksFor("147")).isEqualTo("NONE");
        close();
        box = AssembledBox.in(data).segments(64).setting("attendance.unknownPerson=OK").open();

        assertThat(asksFor("147")).isEqualTo("OK");
    }

    @Test
    void whoIsKeptToAnotherRoleIsNobodyHere() {
        state(ItemKind.PERSON, "8", Map.of("name", "Sun", "card", "800", "roles", "tower"));

        assertThat(asksFor("8")).isEqualTo("NONE");
        assertThat(asksWhose("800")).isEqualTo(FAILED);
    }

    @Test
    @Conforms({"ATT-062", "ATT-063"})
    void theHolderOfAnAllowedCardMayPassAndWithoutAPictureNoneIsNamed() {
        says(GATE, LI);

        assertThat(asksWhose(CARD)).isEqualTo(SUCCESS);
        assertThat(verify("CARD", "PIN=5\tSize=10\tTMP=0" + CARD)).isEqualTo(SUCCESS);
    }

    @Test
    void hisPictureIsThereWithItsSize() {
        String picture = Base64.getEncoder().encodeToString(Bytes.latin1("JPEG").toArray());
        says(
                GATE,
                LI
                        + "USERPIC PIN=5\tFileName=5.jpg\tSize="
                        + picture.length()
                        + "\tContent="
                        + picture
                        + "\n");

        assertThat(asksWhose(CARD))
                .isEqualTo(
                        SUCCESS.replace(
                                "\n",
                                "\tPhotoSize=" + picture.length() + "\tPhoto=" + picture + "\n"));
    }

    @Test
    @Conforms("ATT-064")
    void aCardThatIsNobodysOrAnotherOnesFails() {
        says(GATE, LI);

        assertThat(asksWhose("1")).isEqualTo(FAILED);
        assertThat(verify("CARD", "PIN=6\tSize=9\tTMP=" + CARD)).isEqualTo(FAILED);
        says(GATE, "USER PIN=6\tName=Wang\tCard=[15CD5B0700]\n");
        assertThat(asksWhose(CARD)).isEqualTo(FAILED);
    }

    @Test
    void aCardThatIsLostAtTheCanteenFails() {
        says(GATE, LI);
        state(ItemKind.CARD, CARD, Map.of("state", "lost"));
        assertThat(asksWhose(CARD)).isEqualTo(FAILED);

        box.now.set(Instant.parse("2026-03-01T05:00:00Z"));
        state(ItemKind.CARD, CARD, Map.of("state", "active"));
        assertThat(asksWhose(CARD)).isEqualTo(SUCCESS);
    }

    @Test
    void aPersonWhoseTimeIsOverOrHasNotBegunFailsWhoeverSaidSo() {
        says(
                GATE,
                LI.replace(
                        "\tTZ=",
                        "\tTZ=\tStartDatetime=2026-01-01 00:00:00\tEndDatetime=2026-03-01 13:00:00"));
        assertThat(asksWhose(CARD)).isEqualTo(SUCCESS);
        assertThat(asksFor("5"))
                .endsWith("\tStartDatetime=2026-01-01 00:00:00\tEndDatetime=2026-03-01 13:00:00\n");

        box.now.set(Instant.parse("2026-03-01T05:00:01Z"));
        assertThat(asksWhose(CARD)).isEqualTo(FAILED);
        state(ItemKind.PERSON, "5", Map.of("validTo", "2026-04-01T00:00:00"));
        assertThat(asksWhose(CARD)).isEqualTo(SUCCESS);
        state(ItemKind.PERSON, "5", Map.of("validFrom", "2026-03-02 00:00:00"));
        assertThat(asksWhose(CARD)).isEqualTo(FAILED);
    }

    @Test
    @Conforms("ATT-065")
    void aFingerFailsAndAPersonIsToldWhy() {
        says(GATE, LI + LIS_FINGERS);

        assertThat(verify("FP", "PIN=5\tSize=12\tTMP=" + FINGER)).isEqualTo(FAILED);
        assertThat(box.ask(ledger -> ledger.facts().of(HALL)).get(Facts.NOTICE))
                .isEqualTo(
                        "asked whether a FP is somebody's: this box has nothing that compares"
                                + " them");
    }

    @Test
    void aNameIsWrittenAsTheTerminalReadsIt() {
        hello(HALL, "&pushver=2.2.14&language=83");
        state(ItemKind.PERSON, "5", Map.of("name", "李明", "card", CARD));
        Answer answer =
                box.handle(
                        Wire.Request.of(
                                "POST",
                                "/iclock/cdata?SN=" + HALL + "&AuthType=CARD",
                                Bytes.utf8("PIN=5\tSize=9\tTMP=" + CARD),
                                "10.0.0.9"));

        assertThat(answer)
                .isEqualTo(
                        new Answer.Text(
                                Bytes.wrap(
                                        "AUTH=Success\tPIN=5\tName=李明\tPri=0\tTZ=\n"
                                                .getBytes(Charset.forName("GB18030")))));
    }
}
