package io.larder.server.protocol.attendance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.ContentReference;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonCommandsTest {
    private static final CommandLanguage LANGUAGE = AttendanceCommands.LANGUAGE;
    private static final Version NEW = Version.of(2, 3, 0);
    private static final String PERSON =
            "PIN=7 Name=Ann Pri=14 Passwd=12 Card=123456789 Grp=1 TZ=0001";

    @Test
    @Conforms({"CMD-051", "CMD-052"})
    void aTerminalWithoutAVersionIsToldInTheOldWords() {
        Order person = order("DATA UPDATE USERINFO " + PERSON + " Verify=1");
        Order finger = order("DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=TQ9z");
        Order gone = order("DATA DELETE USERINFO PIN=7");
        Order fingerGone = order("DATA DELETE FINGERTMP PIN=7 FID=3");

        assertThat(written(person, null))
                .isEqualTo(
                        "DATA USER PIN=7\tName=Ann\tPri=14\tPasswd=12\tCard=[15CD5B07]"
                                + "\tGrp=1\tTZ=0001");
        assertThat(written(person, NEW))
                .isEqualTo(
                        "DATA UPDATE USERINFO PIN=7\tName=Ann\tPri=14\tPasswd=12"
                                + "\tCard=[15CD5B0700]\tGrp=1\tTZ=0001\tVerify=1");
        assertThat(written(finger, null))
                .isEqualTo("DATA FP PIN=7\tFID=3\tSize=4\tValid=1\tTMP=TQ9z");
        assertThat(written(finger, NEW))
                .isEqualTo("DATA UPDATE FINGERTMP PIN=7\tFID=3\tSize=4\tValid=1\tTMP=TQ9z");
        assertThat(written(gone, null)).isEqualTo("DATA DEL_USER PIN=7");
        assertThat(written(gone, NEW)).isEqualTo("DATA DELETE USERINFO PIN=7");
        assertThat(written(fingerGone, null)).isEqualTo("DATA DEL_FP PIN=7\tFID=3");
        assertThat(written(fingerGone, NEW)).isEqualTo("DATA DELETE FINGERTMP PIN=7\tFID=3");
    }

    @ParameterizedTest
    @Conforms("CMD-051")
    @CsvSource({
        "DATA USER PIN=7 Name=Ann,    DATA UPDATE USERINFO PIN=7 Name=Ann",
        "data fp PIN=7 FID=3 TMP=TQ9, DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=TQ9",
        "DATA DEL_USER PIN=7,         DATA DELETE USERINFO PIN=7",
        "DATA DEL_FP PIN=7 FID=3,     DATA DELETE FINGERTMP PIN=7 FID=3"
    })
    void theOldWordsMeanTheNewOrder(String old, String words) {
        assertThat(order(old)).isEqualTo(order(words));
    }

    @ParameterizedTest
    @Conforms({"CMD-052", "CMD-053", "CMD-054", "CMD-055", "CMD-058"})
    @ValueSource(
            strings = {
                "DATA UPDATE USERINFO PIN=7",
                "DATA UPDATE USERPIC PIN=7\tSize=4\tContent=/9j/",
                "DATA UPDATE FACE PIN=7\tFID=2\tSIZE=4\tVAILD=1\tTMP=AAAA",
                "DATA UPDATE BIODATA PIN=7\tNo=0\tIndex=0\tValid=1\tType=9\tMajorVer=5\tMinorVer=8"
                        + "\tFormat=0\tTmp=AAAA",
                "DATA UPDATE BIOPHOTO PIN=7\tType=9\tSize=4\tContent=/9j/\tURL=file/7.jpg",
                "DATA DELETE USERPIC PIN=7",
                "DATA DELETE FACE PIN=7",
                "DATA DELETE BIOPHOTO PIN=7",
                "DATA DELETE BIODATA PIN=7\tType=9\tNo=0",
                "DATA QUERY USERINFO",
                "DATA QUERY USERINFO PIN=7",
                "DATA QUERY FINGERTMP PIN=7\tFingerID=3",
                "DATA QUERY BIODATA Type=9\tPIN=7",
                "DATA QUERY ATTLOG StartTime=2026-03-01 08:00:00\tEndTime=2026-03-01 23:59:59",
                "DATA QUERY ATTPHOTO StartTime=2026-03-01 08:00:00\tEndTime=2026-03-01 23:59:59",
                "VERIFY SUM ATTLOG StartTime=2026-03-01 08:00:00\tEndTime=2026-03-01 23:59:59",
                "ACCOUNT Start=2026-03-01\tEnd=2026-03-01 23:59:59\tCount=12",
                "SYNC",
                "SYNC Start=2026-03-01",
                "DATA UPDATE TIMEZONE TZID=1\tITIME=00002359\tRESERVE=0",
                "DATA DELETE TIMEZONE TZID=1",
                "DATA UPDATE GLOCK GLID=1\tGROUPIDS=1\tMEMBERCOUNT=2\tRESERVE=0",
                "DATA DELETE GLOCK GLID=1",
                "DATA UPDATE SMS MSG=hello\tTAG=254\tUID=3\tMIN=60\tStartTime=2026-03-01 08:00:00",
                "DATA UPDATE USER_SMS PIN=7\tUID=3",
                "DATA DELETE SMS UID=3"
            })
    void aNewerCommandIsWrittenAsDocumentedAndHasNoOldWords(String text) {
        Order order = order(text.replace(" 08:00", "T08:00").replace(" 23:59", "T23:59"));

        assertThat(written(order, NEW)).isEqualTo(text);
        assertThat(LANGUAGE.objection(order, new Audience("", NEW, false), Map.of())).isEmpty();
        if (!order.name().matches(".*(USERINFO|FINGERTMP)") || order.name().contains("QUERY")) {
            assertThat(objection(order, null))
                    .hasValueSatisfying(why ->
                            assertThat(why)
                                    .startsWith("is of a generation that has no " + order.name()));
        }
    }

    @Test
    void aPersonMayHaveNothingButItsNumber() {
        assertThat(LANGUAGE.fault(order("DATA UPDATE USERINFO Name=Ann")))
                .contains(
                        "DATA UPDATE USERINFO: PIN is missing, expected digits and letters, at most"
                                + " 24");
        assertThat(LANGUAGE.fault(order("DATA DELETE USERINFO"))).isPresent();
        assertThat(LANGUAGE.fault(order("DATA DELETE USERINFO PIN="))).isPresent();
        assertThat(LANGUAGE.fault(order("DATA DELETE FINGERTMP PIN=7"))).isPresent();
        assertThat(LANGUAGE.fault(order("DATA UPDATE USERINFO PIN=7>3"))).isPresent();
    }

    @Test
    @Conforms({"ATT-068", "ATT-069"})
    void aNameIsEncodedInTheLanguageOfTheTerminal() {
        Order order = order("DATA UPDATE USERINFO PIN=7 Name=张");

        assertThat(LANGUAGE.write(order, Map.of(), new Audience("83", NEW, false)))
                .isEqualTo(
                        Bytes.of(
                                "DATA UPDATE USERINFO PIN=7\tName=张"
                                        .getBytes(Charset.forName("GB18030"))));
        assertThat(LANGUAGE.write(order, Map.of(), new Audience("69", NEW, false)))
                .isEqualTo(Bytes.utf8("DATA UPDATE USERINFO PIN=7\tName=张"));
    }

    @Test
    void aCardIsANumberOrWhatTerminalsWrite() {
        assertThat(written(order("DATA UPDATE USERINFO PIN=7 Card=0"), NEW))
                .endsWith("Card=[0000000000]");
        assertThat(written(order("DATA UPDATE USERINFO PIN=7 Card=[09E4812202]"), null))
                .endsWith("Card=[09E4812202]");
        Order wide = order("DATA UPDATE USERINFO PIN=7 Card=1099511627775");
        assertThat(written(wide, NEW)).endsWith("Card=[FFFFFFFFFF]");
        assertThat(objection(wide, null))
                .contains("is of a generation that has no room for a card number above 4294967295");
        assertThat(LANGUAGE.fault(order("DATA UPDATE USERINFO PIN=7 Card=1099511627776")))
                .isPresent();
        assertThat(LANGUAGE.fault(order("DATA UPDATE USERINFO PIN=7 Card=[123]"))).isPresent();
    }

    @Test
    @Conforms("CMD-059")
    void whatTheNumberOfAMessageMeansDependsOnTheGeneration() {
        Order old = order("SMS MSG=hello TAG=254 UID=7 MIN=60 StartTime=2026-03-01T08:00:00");
        Order newer = order("DATA UPDATE SMS MSG=hello TAG=254 UID=3");

        assertThat(written(old, null))
                .isEqualTo("SMS MSG=hello\tTAG=254\tUID=7\tMIN=60\tStartTime=2026-03-01 08:00:00");
        assertThat(objection(old, NEW))
                .contains(
                        "is of a generation that has no SMS, order DATA UPDATE SMS and DATA UPDATE"
                                + " USER_SMS");
        assertThat(written(newer, NEW)).isEqualTo("DATA UPDATE SMS MSG=hello\tTAG=254\tUID=3");
        assertThat(objection(newer, null))
                .contains(
                        "is of a generation that has no DATA UPDATE SMS, order SMS, where UID is the"
                                + " PIN of the person");
        assertThat(LANGUAGE.meaning(newer, 17)).isEqualTo("done");
        assertThat(LANGUAGE.traits(newer).countIsSuccess()).isTrue();
    }

    @Test
    @Conforms("CMD-058")
    void howManyPunchesAreKnownIsLeftOutOnlyToForceAResend() {
        assertThat(LANGUAGE.fault(order("ACCOUNT Start=2026-03-01 End=2026-03-01")))
                .contains(
                        "ACCOUNT: Count is missing, expected how many are known, or resend to have"
                                + " all sent again");
        assertThat(written(order("ACCOUNT Start=2026-03-01 End=2026-03-01 Count=0"), NEW))
                .isEqualTo("ACCOUNT Start=2026-03-01\tEnd=2026-03-01\tCount=0");
        assertThat(written(order("ACCOUNT Start=2026-03-01 End=2026-03-01 Count=resend"), NEW))
                .isEqualTo("ACCOUNT Start=2026-03-01\tEnd=2026-03-01");
    }

    @Test
    void aTerminalThatTakesNoTabsBetweenDaysIsGivenBlanksAndBareDays() {
        Order order = order("ACCOUNT Start=2026-03-01T08:00:00 End=2026-03-02 Count=7");

        assertThat(LANGUAGE.dialects(order))
                .containsExactly(
                        Map.of("range.separator", "tab"), Map.of("range.separator", "blank"));
        assertThat(LANGUAGE.isDialectFault(order, -1)).isTrue();
        assertThat(written(order, NEW, LANGUAGE.dialects(order).getLast()))
                .isEqualTo("ACCOUNT Start=2026-03-01 End=2026-03-02 Count=7");
        assertThat(LANGUAGE.dialects(order("SYNC"))).containsExactly(Map.of());
    }

    @Test
    void aSettingIsAskedForInOtherWordsWhenTheUsualOnesAreNotKnown() {
        Order order = order("GET OPTION VOLUME");

        assertThat(LANGUAGE.isDialectFault(order, -1002)).isTrue();
        assertThat(LANGUAGE.dialects(order))
                .extracting(dialect -> written(order, NEW, dialect))
                .containsExactly("GET OPTION FROM VOLUME", "GET OPTIONS VOLUME");
    }

    @Test
    @Conforms("ATT-055")
    void whatTheTerminalSaysThatItDoesNotTakeIsNotSentToIt() {
        Order face = order("DATA UPDATE FACE PIN=7 FID=0 TMP=AAAA");
        Order picture = order("DATA UPDATE USERPIC PIN=7 Content=AAAA");
        Order finger = order("DATA UPDATE FINGERTMP PIN=7 FID=0 TMP=AAAA");

        assertThat(withFlags(face, "100")).contains("says that it takes no faces");
        assertThat(withFlags(picture, "110")).contains("says that it takes no pictures of people");
        assertThat(withFlags(finger, "011")).contains("says that it takes no fingerprints");
        assertThat(withFlags(face, "011")).isEmpty();
        assertThat(withFlags(picture, "01")).isPresent();
        assertThat(LANGUAGE.objection(face, audience(), Map.of("firmware", "Ver 6.39")))
                .contains("says that it takes no faces");
        assertThat(LANGUAGE.objection(face, audience(), Map.of())).isEmpty();
        assertThat(LANGUAGE.objection(order("DATA DELETE FACE PIN=7"), audience(), Map.of()))
                .isEmpty();
    }

    @Test
    void aReferenceIsReplacedByWhatIsStoredAndItsSizeCountsAnew() {
        String digest = "a".repeat(64);
        String reference = ContentReference.to(digest);
        Map<String, Bytes> stored = Map.of(digest, Bytes.utf8("TQ9zUzIx"));
        Order finger = order("DATA UPDATE FINGERTMP PIN=7 FID=3 Size=1 TMP=" + reference);
        Order picture = order("DATA UPDATE USERPIC PIN=7 Content=" + reference);

        assertThat(LANGUAGE.fault(finger)).isEmpty();
        assertThat(LANGUAGE.fault(picture)).isEmpty();
        assertThat(written(resolved(finger, stored).orElseThrow(), NEW))
                .isEqualTo("DATA UPDATE FINGERTMP PIN=7\tFID=3\tSize=8\tValid=1\tTMP=TQ9zUzIx");
        assertThat(written(resolved(picture, stored).orElseThrow(), NEW))
                .isEqualTo("DATA UPDATE USERPIC PIN=7\tSize=12\tContent=VFE5elV6SXg=");
        assertThat(resolved(finger, Map.of())).isEmpty();
        assertThat(LANGUAGE.fault(order("DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=@12")))
                .contains(
                        "DATA UPDATE FINGERTMP: TMP is not shown, expected a template in base64, or @"
                                + " and the SHA-256 of what is stored");
        Order name = order("DATA UPDATE USERINFO PIN=7 Name=" + reference);
        assertThat(resolved(name, Map.of())).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "DATA UPDATE USERINFO PIN=7,                          PERSON/PIN=7>data",
        "DATA DELETE USERINFO PIN=7,                          PERSON/PIN=7",
        "DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=A,             PERSON/PIN=7>template=1>3",
        "DATA DELETE FINGERTMP PIN=7 FID=3,                   PERSON/PIN=7>template=1>3",
        "DATA UPDATE FACE PIN=7 FID=3 TMP=A,                  PERSON/PIN=7>template=2>3",
        "DATA DELETE FACE PIN=7,                              PERSON/PIN=7>template=2",
        "DATA UPDATE BIODATA PIN=7 No=1 Index=2 Type=9 Tmp=A, PERSON/PIN=7>template=9>1>2",
        "DATA UPDATE BIODATA PIN=7 Type=9 Tmp=A,              PERSON/PIN=7>template=9>0>0",
        "DATA DELETE BIODATA PIN=7 Type=9,                    PERSON/PIN=7>template=9",
        "DATA UPDATE USERPIC PIN=7 Content=A,                 PERSON/PIN=7>picture",
        "DATA UPDATE BIOPHOTO PIN=7 Type=9 Content=A,         PERSON/PIN=7>photo>9",
        "DATA DELETE BIOPHOTO PIN=7,                          PERSON/PIN=7>photo",
        "DATA DELETE SMS UID=3,                               SMS/UID=3",
        "DATA QUERY USERINFO PIN=7,                           ''"
    })
    void anOrderSaysWhatItChanges(String words, String target) {
        assertThat(LANGUAGE.traits(order(words)).target()).isEqualTo(target);
    }

    @Test
    void whatRemovesSomethingNeedsAConfirmation() {
        assertThat(LANGUAGE.help().keySet())
                .filteredOn(words -> words.startsWith("DATA DELETE"))
                .hasSize(9);
        for (String table : List.of("USERINFO", "USERPIC", "FACE", "BIOPHOTO")) {
            assertThat(LANGUAGE.traits(order("DATA DELETE " + table + " PIN=7")).guard())
                    .isEqualTo(Guard.CONFIRM);
        }
        assertThat(LANGUAGE.traits(order("DATA UPDATE USERINFO " + PERSON)).secrets())
                .isEqualTo(Set.of("Passwd"));
    }

    @ParameterizedTest
    @CsvSource({
        "DATA UPDATE USERINFO PIN=7,               -1,  a parameter is wrong",
        "DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=A,  -9,  the template is not as long as its Size says",
        "DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=A,  -10, the terminal knows no such person",
        "DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=A,  -11, the format of the template is wrong",
        "DATA UPDATE FINGERTMP PIN=7 FID=3 TMP=A,  -12, the template is damaged",
        "DATA UPDATE FACE PIN=7 FID=3 TMP=A,       -2,  the terminal knows no such person",
        "DATA UPDATE USERPIC PIN=7 Content=A,      -2,  the picture is not as long as its Size says",
        "DATA DELETE FACE PIN=7,                   -2,  the terminal has no face of this person",
        "DATA UPDATE BIODATA PIN=7 Type=9 Tmp=A,   -30, the template is of another version than the"
                + " terminal reads",
        "ACCOUNT Start=2026-03-01 End=2026-03-01 Count=1, 12, the terminal holds 12 records of that"
                + " time",
        "SYNC,                                     5,   5 people or templates to be sent"
    })
    void whatATerminalReturnsIsSaidInWords(String words, long code, String meaning) {
        assertThat(LANGUAGE.meaning(order(words), code)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({"-1002, true", "-1004, true", "-1, false", "0, false", "-1001, false"})
    void aTerminalThatDoesNotKnowACommandIsRecognised(long code, boolean unknown) {
        assertThat(LANGUAGE.isUnknownToTerminal(code)).isEqualTo(unknown);
    }

    private static Optional<Order> resolved(Order order, Map<String, Bytes> stored) {
        return LANGUAGE.resolved(order, digest -> Optional.ofNullable(stored.get(digest)));
    }

    private static Audience audience() {
        return new Audience("", NEW, false);
    }

    private static Optional<String> objection(Order order, @Nullable Version pushver) {
        return LANGUAGE.objection(order, new Audience("", pushver, false), Map.of());
    }

    private static Optional<String> withFlags(Order order, String flags) {
        return LANGUAGE.objection(order, audience(), Map.of("poll.flags", flags));
    }

    private static Order order(String words) {
        return LANGUAGE.read(List.of(words.split("[ \t]", -1)));
    }

    private static String written(Order order, @Nullable Version pushver) {
        return written(order, pushver, Map.of());
    }

    private static String written(
            Order order, @Nullable Version pushver, Map<String, String> dialect) {
        assertThat(LANGUAGE.fault(order)).isEmpty();
        return LANGUAGE.write(order, dialect, new Audience("", pushver, false)).text(UTF_8);
    }
}
