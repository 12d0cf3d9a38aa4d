package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Fields;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sha256;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleTest {
    private static final String RICHARD =
            "USER PIN=982\tName=Richard\tPasswd=9822\tCard=[09E4812202]\tGrp=1\tTZ=";

    @Test
    @Conforms({"ATT-024", "ATT-036", "ATT-038", "GEN-026", "GEN-028"})
    void aPersonIsReadAndThePasswordIsTheContentAlone() {
        assertThat(Told.only(Told.read("OpStamp=7", RICHARD)))
                .isEqualTo(
                        new Record(
                                Kind.PERSON,
                                new RecordKey(
                                        "USER",
                                        "982",
                                        "pin=982\tname=Richard\tcard=9168872457\t"
                                                + "cardRaw=[09E4812202]\tgroup=1\tpassword=set\t"
                                                + Sha256.hex(Bytes.utf8("9822")),
                                        RecordKey.Rule.STATE),
                                Fields.of(
                                        "pin", "982",
                                        "name", "Richard",
                                        "cardRaw", "[09E4812202]",
                                        "card", "9168872457",
                                        "group", "1",
                                        "timeZone", "",
                                        "password", "set"),
                                Bytes.utf8(RICHARD.replace("Passwd=9822", "Passwd=***")),
                                Told.latin1("9822")));
        assertThat(AttendancePeople.password(Bytes.utf8(RICHARD))).isEqualTo(Told.latin1("9822"));
        assertThat(AttendancePeople.password(Bytes.utf8("USER PIN=1\tPasswd="))).isEmpty();
        assertThat(AttendancePeople.password(Bytes.utf8("USER PIN=1"))).isEmpty();
    }

    @ParameterizedTest
    @Conforms({"ATT-033", "ATT-034", "ATT-035", "ATT-036"})
    @CsvSource({
        "[15CD5B07], 123456789, [15CD5B07]",
        "[15cd5b0700], 123456789, [15cd5b0700]",
        "[09E48122], 578937865, [09E48122]",
        "[0000000000], , [0000000000]",
        "[00000000], , [00000000]",
        "[123], , [123]",
        "[], , []",
        "0123456789, 0123456789, ",
        "133440, 133440, ",
        "0, , ",
        "'', , "
    })
    void aCardInBracketsIsHexWithItsLastByteFirst(String sent, String card, String raw) {
        Map<String, Object> fields = Told.log("USER PIN=1\tCard=" + sent).getFirst().fields();

        assertThat(fields.get("card")).isEqualTo(card);
        assertThat(fields.get("cardRaw")).isEqualTo(raw);
    }

    @Test
    @Conforms("ATT-037")
    void everyPrivilegeButZeroIsOne() {
        assertThat(Told.log("USER PIN=1\tPri=0\nUSER PIN=2\tPri=1\nUSER PIN=3\tPri=14\n"))
                .extracting(Record::fields)
                .containsExactly(
                        Fields.of("pin", "1", "privilege", 0, "privileged", false),
                        Fields.of("pin", "2", "privilege", 1, "privileged", true),
                        Fields.of("pin", "3", "privilege", 14, "privileged", true));
    }

    @Test
    @Conforms({"ATT-025", "ATT-039", "GEN-027", "GEN-030"})
    void theSamePersonIsTheSameHoweverItIsSent() {
        List<String> bodies =
                List.of(
                        "USER PIN=7\tName=Ann Lee\tPri=0\tGrp=1",
                        "USER Pin=7\tGrp=1\tNAME=Ann Lee\tpri=0\tTZ=\tPasswd=",
                        "USER PIN=7 Name=Ann Lee Pri=0 Grp=1",
                        "USERINFO PIN=7\tName=Ann Lee\tPri=00\tGrp= 1 ");
        Record first = Told.log(bodies.getFirst()).getFirst();
        for (String body : bodies) {
            assertThat(Told.log(body)).extracting(Record::key).containsExactly(first.key());
            assertThat(Told.read("OpStamp=1", body).rows())
                    .isEqualTo(Told.read("table=OPERLOG", body).rows());
        }
        assertThat(Told.records(Told.read("table=USERINFO", "PIN=7\tName=Ann Lee\tPri=0\tGrp=1")))
                .extracting(Record::key)
                .containsExactly(first.key());
        assertThat(Told.log("USER PIN=7\tName=Ann Lee\tPri=0\tGrp=1\tPasswd=1").getFirst().key())
                .isNotEqualTo(
                        Told.log("USER PIN=7\tName=Ann Lee\tPri=0\tGrp=1\tPasswd=2")
                                .getFirst()
                                .key());
    }

    @Test
    void whatIsNotKnownStaysWithThePersonAndIsNeverAPassword() {
        Record record =
                Told.log(
                                "USER PIN=7\tZeta=1=2\tStartDatetime=0\tEndDatetime=2030-01-02 03:04:05"
                                        + "\tPri=boss\tAlpha=x\tPasswd=1\tPASSWD=2\tVerify=-1\tViceCard=9")
                        .getFirst();

        assertThat(record.fields())
                .isEqualTo(
                        Fields.of(
                                "pin",
                                "7",
                                "verify",
                                -1,
                                "viceCard",
                                "9",
                                "validTo",
                                "2030-01-02T03:04:05",
                                "password",
                                "set",
                                "more",
                                "Alpha=x&Pri=boss&Zeta=1=2"));
        assertThat(record.raw().asLatin1()).contains("\tPasswd=***\tPASSWD=***\t");
        assertThat(record.content()).isEqualTo(Told.latin1("1"));
    }

    @Test
    void namesAreReadInTheCodeThatTheyAreWrittenIn() {
        Bytes body =
                Bytes.joined(
                        List.of(
                                Bytes.latin1(
                                        "USER PIN=1\tName=\u00d5\u00c5\u00c8\u00fd\nUSER PIN=2\tName="),
                                Bytes.utf8("张三\n")));

        assertThat(Told.records(Told.read("/iclock/cdata", "table=OPERLOG", body)))
                .extracting(record -> record.fields().get("name"))
                .containsExactly("张三", "张三");
    }

    @Test
    void aLineThatSaysNothingIsOddWithItsReason() {
        assertThat(Told.read("table=OPERLOG", "USER Name=x\nSOUND a=b\nx=y\nUSER").rows())
                .containsExactly(
                        new Row.Odd(Bytes.utf8("USER Name=x"), "USER line: PIN is missing"),
                        new Row.Odd(
                                Bytes.utf8("SOUND a=b"),
                                "OPERLOG line has the tag SOUND, not known"),
                        new Row.Odd(Bytes.utf8("x=y"), "OPERLOG line has no tag"),
                        new Row.Odd(Bytes.utf8("USER"), "USER line: PIN is missing"));
        assertThat(AttendancePeople.password(Bytes.EMPTY)).isEqualTo(Optional.empty());
    }
}
