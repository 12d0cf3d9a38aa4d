package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.canteen.CanteenWords.LANGUAGE;
import static io.larder.server.protocol.canteen.CanteenWords.fault;
import static io.larder.server.protocol.canteen.CanteenWords.order;
import static io.larder.server.protocol.canteen.CanteenWords.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How orders for canteen terminals are written, in every spelling.
class CanteenCommandsTest {
    private static final Audience DUAL = new Audience("69", null, true);

    @ParameterizedTest
    @Conforms({"CMD-038", "CMD-040", "CMD-050", "CMD-060"})
    @ValueSource(
            strings = {
                "INFO",
                "REBOOT",
                "CLEAR POSLOG",
                "CLEAR FULLVALUE",
                "CLEAR SIDYLOG",
                "CLEAR DATA",
                "CHECK OPTION",
                "CHECK POSLOG",
                "CHECK FULLLOG",
                "CHECK ALLOWLOG",
                "CHECK ALL",
                "SHELL ls -l  /",
                "GetFile /mnt/mtdblock/option.cfg",
                "SET OPTION IPAddress=192.168.1.225",
                "DELETE USERINFO SysID=1",
                "DELETE FIXED TsID=1",
                "QUERY STOREINFO StoreNo=1",
                "UPDATE PRESSKEY KeyID=1\tPrice=250",
                "PutFile file/fw/ssruser.dat /mnt/mtdblock/ssruser.dat"
            })
    void aCommandIsWrittenAsDocumentedAndReadInAnyCase(String text) {
        List<String> words = List.of(text.split("[ \t]", -1));

        assertThat(written(LANGUAGE.read(words))).isEqualTo(text);
        assertThat(LANGUAGE.read(small(words))).isEqualTo(LANGUAGE.read(words));
    }

    @Test
    @Conforms("CMD-039")
    void aDayToClearBeforeHasEightDigits() {
        assertThat(written("clear onresposlog date=2018-12-01"))
                .isEqualTo("CLEAR ONRESPOSLOG DATE=20181201");
        assertThat(written("CLEAR ONRESPOSLOG DATE=20181201"))
                .isEqualTo("CLEAR ONRESPOSLOG DATE=20181201");
        assertThat(fault("CLEAR ONRESPOSLOG DATE=181201"))
                .isEqualTo("CLEAR ONRESPOSLOG: DATE is '181201', expected a day as yyyy-MM-dd");
        assertThat(fault("CLEAR ONRESPOSLOG DATE=2018-02-30")).contains("expected a day");
        assertThat(fault("CLEAR ONRESPOSLOG"))
                .isEqualTo("CLEAR ONRESPOSLOG: DATE is missing, expected a day as yyyy-MM-dd");
    }

    @Test
    @Conforms({"CMD-041", "CMD-042"})
    void theEndOfARangeIsSpelledWithoutEqualsWhenATerminalWantsIt() {
        Order order = order("SYNC POSLOG START=1 END=50");

        assertThat(written(order)).isEqualTo("SYNC POSLOG START=1 END=50");
        assertThat(LANGUAGE.dialects(order))
                .containsExactly(Map.of("sync.end", "equals"), Map.of("sync.end", "bare"));
        assertThat(written(order, Map.of("sync.end", "bare")))
                .isEqualTo("SYNC POSLOG START=1 END50");
        assertThat(LANGUAGE.isDialectFault(order, -1)).isTrue();
        assertThat(LANGUAGE.isDialectFault(order, -1002)).isTrue();
        assertThat(LANGUAGE.isDialectFault(order, -1005)).isFalse();
        assertThat(LANGUAGE.isDialectFault(order("INFO"), -1)).isFalse();
        assertThat(fault("SYNC POSLOG START=1 END=x"))
                .isEqualTo("SYNC POSLOG: END is 'x', expected a number");
    }

    @Test
    @Conforms({"CMD-043", "CMD-044"})
    void aTimeToSendAgainIsSpelledInSixWays() {
        Order order =
                order("COLL FULLLOG START=2018-12-24T12:33:01 END=2018-12-25T00:00:00 CARDNO=7");

        assertThat(LANGUAGE.dialects(order).stream().map(dialect -> written(order, dialect)))
                .containsExactly(
                        "COLL FULLLOG START=2018-12-24 12:33:01 END=2018-12-25 00:00:00 CARDNO=7",
                        "COLL FULLLOG START=2018-12-24 12:33:01 END2018-12-25 00:00:00 CARDNO=7",
                        "COLL FULLLOG START=2018-12-24T12:33:01 END=2018-12-25T00:00:00 CARDNO=7",
                        "COLL FULLLOG START=2018-12-24T12:33:01 END2018-12-25T00:00:00 CARDNO=7",
                        "COLL FULLLOG START=2018-12-24 END=2018-12-25 CARDNO=7",
                        "COLL FULLLOG START=2018-12-24 END2018-12-25 CARDNO=7");
        assertThat(
                        written(
                                new Order(
                                        "COLL POSLOG",
                                        "",
                                        Map.of(
                                                "START", "2018-12-24 12:33:01",
                                                "END", "2018-12-24 13:00:00"))))
                .isEqualTo(
                        "COLL POSLOG START=2018-12-24 12:33:01 END=2018-12-24 13:00:00 CARDNO=0");
    }

    @Test
    @Conforms({"CMD-045", "CMD-050"})
    void aPersonIsWrittenInDocumentedOrder() {
        Order order =
                order(
                        "UPDATE USERINFO privage=0 usertype=1 SegNo=2 password=12=34 Name=张三"
                                + " CardNo=100023 PIN=7 UserID=1 SysID=1");

        assertThat(LANGUAGE.write(order, Map.of(), new Audience("83", null, false)))
                .isEqualTo(
                        Bytes.of(
                                ("UPDATE USERINFO SysID=1\tUserID=1\tPIN=7\tCardNo=100023\tName=张三"
                                                + "\tPassword=12=34\tSegNo=2\tUserType=1\tPrivage=0")
                                        .getBytes(Charset.forName("GB18030"))));
        assertThat(written(order("UPDATE USERINFO SysID=1 Name=José")))
                .isEqualTo("UPDATE USERINFO SysID=1\tName=José");
        assertThat(LANGUAGE.dialects(order))
                .containsExactly(
                        Map.of("user.password", "Password"), Map.of("user.password", "PassWord"));
        assertThat(
                        written(
                                order("UPDATE USERINFO SysID=1 Password=1"),
                                LANGUAGE.dialects(order).get(1)))
                .isEqualTo("UPDATE USERINFO SysID=1\tPassWord=1");
        assertThat(LANGUAGE.dialects(order("UPDATE USERINFO SysID=1"))).containsExactly(Map.of());
    }

    @Test
    @Conforms({"CMD-046", "CMD-048", "CMD-050"})
    void theOtherTablesAreWrittenAsDocumented() {
        assertThat(written("UPDATE STOREINFO StoreNo=1 Name=tea Bc=6901028 Price=250 agio=90"))
                .isEqualTo("UPDATE STOREINFO StoreNo=1\tName=tea\tBc=6901028\tPrice=250\tagio=90");
        assertThat(written("UPDATE PRESSKEY Price=250 KeyID=1"))
                .isEqualTo("UPDATE PRESSKEY KeyID=1\tPrice=250");
        assertThat(written("UPDATE MEALTYPE Mlid=1 Name=lunch Start=11:00 End=1330"))
                .isEqualTo("UPDATE MEALTYPE Mlid=1\tName=lunch\tStart=1100\tEnd=1330");
        assertThat(written("UPDATE TIMESEG SegID=1 TsID=2 Start=00:00 End=23:59"))
                .isEqualTo("UPDATE TIMESEG SegID=1\tTsID=2\tStart=0000\tEnd=2359");
        assertThat(written("UPDATE FIXED TsID=2 Start=11:00 End=13:30 Price=1250"))
                .isEqualTo("UPDATE FIXED TsID=2\tStart=1100\tEnd=1330\tPrice=1250");
        assertThat(
                        written(
                                "UPDATE CARDTYPE SortID=1 Name=staff rebate=90 Timemaxmoney=1"
                                        + " Daymaxmoney=2 Mealmaxmoney=3 Daymaxtimes=4"
                                        + " Mealmaxtimes=5 Lowlimit=6 Maxlimit=7 MealType=15"
                                        + " Enable=1 limit=8 BatchNo=9 UseFinger=0"))
                .isEqualTo(
                        "UPDATE CARDTYPE SortID=1\tName=staff\trebate=90\tTimemaxmoney=1"
                                + "\tDaymaxmoney=2\tMealmaxmoney=3\tDaymaxtimes=4\tMealmaxtimes=5"
                                + "\tLowlimit=6\tMaxlimit=7\tMealType=15\tEnable=1\tlimit=8"
                                + "\tBatchNo=9\tUseFinger=0");
    }

    @Test
    @Conforms("CMD-047")
    void aSubsidyOfTwoWalletsHasThreeMoreFields() {
        Order order =
                order(
                        "UPDATE SUBSIDYLOG SysID=1 CardNo=7 Batch=201812 Money=20000"
                                + " allowDate=2018-12-20 enddate=2019-01-31 StartDate=2018-12-01"
                                + " ClearFlag=0 EndFlag=1");
        String single =
                "UPDATE SUBSIDYLOG SysID=1\tCardNo=7\tBatch=201812\tMoney=20000\tallowDate=7088"
                        + "\tenddate=7130";

        assertThat(written(order)).isEqualTo(single);
        assertThat(LANGUAGE.write(order, Map.of(), DUAL))
                .isEqualTo(Bytes.utf8(single + "\tStartDate=7069\tClearFlag=0\tEndFlag=1"));
        assertThat(LANGUAGE.dialects(order))
                .containsExactly(
                        Map.of("subsidy.date", "packed", "subsidy.end", "enddate"),
                        Map.of("subsidy.date", "packed", "subsidy.end", "downdate"),
                        Map.of("subsidy.date", "iso", "subsidy.end", "enddate"),
                        Map.of("subsidy.date", "iso", "subsidy.end", "downdate"));
        assertThat(written(order, LANGUAGE.dialects(order).get(3)))
                .isEqualTo(
                        "UPDATE SUBSIDYLOG SysID=1\tCardNo=7\tBatch=201812\tMoney=20000"
                                + "\tallowDate=2018-12-20\tdowndate=2019-01-31");
    }

    @Test
    @Conforms("CMD-049")
    void fixedPricesHaveASecondName() {
        Order order = order("UPDATE FIXED TsID=2 Price=1250");

        assertThat(LANGUAGE.dialects(order))
                .containsExactly(Map.of("fixed.name", "FIXED"), Map.of("fixed.name", "FIXD"));
        assertThat(written(order, Map.of("fixed.name", "FIXD")))
                .isEqualTo("UPDATE FIXD TsID=2\tPrice=1250");
        assertThat(written(order("QUERY FIXED TsID=2"), Map.of("fixed.name", "FIXD")))
                .isEqualTo("QUERY FIXD TsID=2");
        assertThat(written(order, Map.of("fixed.name", "?")))
                .isEqualTo("UPDATE FIXED TsID=2\tPrice=1250");
    }

    @Test
    @Conforms("FILE-007")
    void aFileToFetchIsNamedRelative() {
        assertThat(written("PutFile file/fw/X938/main.tgz"))
                .isEqualTo("PutFile file/fw/X938/main.tgz");
        assertThat(written("PutFile path=/mnt/ url=file/..a/main.tgz"))
                .isEqualTo("PutFile file/..a/main.tgz /mnt/");
        assertThat(fault(new Order("PutFile", "", Map.of("path", "/mnt/"))))
                .contains("url is missing");
    }

    /// The words before the first value or argument in small letters, field names too.
    private static List<String> small(List<String> words) {
        boolean argument = List.of("SHELL", "GetFile", "PutFile").contains(words.getFirst());
        return words.stream()
                .map(word -> {
                    int equals = word.indexOf('=');
                    boolean value = argument && !word.equals(words.getFirst());
                    int letters = value ? 0 : equals < 0 ? word.length() : equals;
                    return word.substring(0, letters).toLowerCase(Locale.ROOT)
                            + word.substring(letters);
                })
                .toList();
    }
}
