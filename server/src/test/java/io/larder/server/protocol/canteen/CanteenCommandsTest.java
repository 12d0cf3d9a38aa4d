package io.larder.server.protocol.canteen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanteenCommandsTest {
    private static final CommandLanguage LANGUAGE = CanteenCommands.LANGUAGE;
    private static final Audience ENGLISH = new Audience("69", Version.of(4, 0, 1), false);
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
    @Conforms("CMD-037")
    void askingOrRemovingNeedsACondition() {
        assertThat(fault("DELETE USERINFO"))
                .isEqualTo("DELETE USERINFO: SysID is missing, expected a number");
        assertThat(fault("QUERY USERINFO SysID=")).contains("SysID is missing");
        assertThat(fault("QUERY TIMESEG TsID=1")).contains("SegID is missing");
        assertThat(fault("DELETE TIMESEG SegID=1 TsID=")).contains("TsID is missing");
        assertThat(written("DELETE TIMESEG TsID=1 SegID=2"))
                .isEqualTo("DELETE TIMESEG SegID=2\tTsID=1");
        assertThat(fault(new Order("DELETE USERINFO", "", Map.of("Name", "a"))))
                .isEqualTo(
                        "DELETE USERINFO: knows no field 'Name', expected DELETE USERINFO"
                                + " SysID=<n>");
    }

    @ParameterizedTest
    @Conforms("CMD-018")
    @ValueSource(strings = {"\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\ud800"})
    void noValueBreaksTheLine(String character) {
        String value = "a" + character + "C:1:SHELL reboot";

        assertThat(fault(new Order("SHELL", value, Map.of()))).contains("control character");
        assertThat(fault(new Order("GetFile", value, Map.of()))).contains("control character");
        for (String name : List.of("UPDATE USERINFO", "UPDATE STOREINFO", "SET OPTION")) {
            Map<String, String> fields = Map.of("SysID", "1", "StoreNo", "1", "Name", value);
            Map<String, String> known = new LinkedHashMap<>(fields);
            known.remove(name.equals("UPDATE USERINFO") ? "StoreNo" : "SysID");
            assertThat(fault(new Order(name, "", known))).contains("control character");
        }
        assertThat(fault(new Order("SET OPTION", "", Map.of(value, "1"))))
                .startsWith("SET OPTION: knows no field 'a?C:1:SHELL reboot'");
    }

    @Test
    void whatCannotBeOrderedIsSaidWithItsReason() {
        assertThat(fault(new Order("FORMAT C", "", Map.of())))
                .startsWith("command 'FORMAT C' is not known, expected one of: INFO, SET OPTION");
        assertThat(fault(new Order("INFO", "x", Map.of())))
                .isEqualTo("INFO: has an argument, expected INFO");
        assertThat(fault(new Order("SHELL", " ", Map.of())))
                .isEqualTo("SHELL: command line is missing, expected text");
        assertThat(fault(new Order("SHELL", "ls", Map.of("a", "b")))).contains("knows no field");
        assertThat(fault("UPDATE USERINFO Name=a"))
                .isEqualTo("UPDATE USERINFO: SysID is missing, expected a number");
        assertThat(fault("UPDATE PRESSKEY KeyID=1 Price=2.50"))
                .isEqualTo("UPDATE PRESSKEY: Price is '2.50', expected a whole number of fen");
        assertThat(fault("UPDATE MEALTYPE Mlid=1 Start=24:00")).contains("a time of day as HH:MM");
        assertThat(fault("SET OPTION")).contains("names nothing");
        assertThat(fault(new Order("UPDATE PRESSKEY", "", Map.of("KeyID", "1", "keyid", "1"))))
                .contains("twice");
        assertThat(fault(new Order("SHELL", "a".repeat(900_001), Map.of())))
                .isEqualTo("SHELL: has 900001 bytes, expected at most 900000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/a",
                "https://10.0.0.1/a",
                "/iclock/file/a",
                "file/",
                "file/../a",
                "file/a/..",
                "file/./a",
                "file//a",
                "file/a?b",
                "file/%2e%2e/a",
                "other/a"
            })
    void aFileToFetchLiesBelowTheFileFolder(String url) {
        assertThat(fault("PutFile " + url)).contains("expected a relative path like file/name");
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

    @Test
    void wordsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> order("CHECK")).hasMessageContaining("CHECK POSLOG");
        assertThatThrownBy(() -> LANGUAGE.read(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command '' is not known, expected one of: INFO");
        assertThatThrownBy(() -> order("INFO now"))
                .hasMessage("'now' does not belong to it, expected INFO");
        assertThatThrownBy(() -> order("SYNC POSLOG START=1 STOP=2"))
                .hasMessage(
                        "'STOP=2' does not belong to it, expected SYNC POSLOG START=<n> END=<n>");
        assertThatThrownBy(() -> order("SYNC POSLOG START=1 start=2"))
                .hasMessage("SYNC POSLOG names START twice, expected it once");
    }

    @ParameterizedTest
    @CsvSource({
        "INFO,                          false, true,  false, false, NONE,     60,  ''",
        "REBOOT,                        true,  false, true,  false, NONE,     600,  ''",
        "CHECK ALL,                     true,  true,  false, false, NONE,     60,  ''",
        "CLEAR POSLOG,                  true,  false, false, false, CONFIRM,  60,  ''",
        "CLEAR DATA,                    true,  false, false, false, POWERFUL, 60,  ''",
        "SHELL ls,                      false, false, false, true,  POWERFUL, 600, ''",
        "GetFile /a,                    false, true,  false, true,  POWERFUL, 600, ''",
        "PutFile file/a /b/a,           false, true,  false, true,  POWERFUL, 600, FILE/b/a",
        "PutFile file/a.TGZ /b/,        false, false, false, true,  POWERFUL, 600, ''",
        "SYNC POSLOG START=1 END=2,     false, true,  false, true,  NONE,     60,  ''",
        "QUERY USERINFO SysID=1,        false, true,  false, false, NONE,     60,  ''",
        "DELETE USERINFO sysid=1,       false, true,  false, false, NONE,     60,  USERINFO/SysID=1",
        "UPDATE USERINFO Name=a SysID=1,false, true,  false, false, NONE,     60,  USERINFO/SysID=1",
        "SET OPTION delay=5,            true,  true,  false, false, NONE,     60,  OPTION",
        "SET OPTION VOLUME=5 a=1,       true,  true,  false, false, NONE,     60,  'OPTION'",
        "SET OPTION usesection=5,       true,  true,  false, false, CONFIRM,  60,  OPTION",
        "SET OPTION webserverport=80,   true,  true,  false, false, POWERFUL, 60,  OPTION",
        "SET OPTION ICLOCKSVRURL=x,     true,  true,  false, false, POWERFUL, 60,  OPTION",
    })
    void theTraitsOfAnOrderAreKnown(
            String words,
            boolean endsBatch,
            boolean repeatable,
            boolean restarts,
            boolean countIsSuccess,
            Guard guard,
            int patience,
            String target) {
        assertThat(LANGUAGE.traits(order(words)))
                .isEqualTo(
                        new OrderTraits(
                                endsBatch,
                                repeatable,
                                restarts,
                                countIsSuccess,
                                guard,
                                patience,
                                Set.of(),
                                target));
    }

    @Test
    void aFirstAndASecondKeyNameWhatIsChanged() {
        assertThat(LANGUAGE.traits(order("UPDATE TIMESEG TsID=2 SegID=1")).target())
                .isEqualTo(LANGUAGE.traits(order("DELETE TIMESEG SegID=1 TsID=2")).target())
                .isEqualTo("TIMESEG/SegID=1,TsID=2");
    }

    @Test
    void passwordsAreNeverShown() {
        Order order = new Order("UPDATE USERINFO", "", Map.of("SysID", "1", "PASSWORD", "4\t2"));
        Order options =
                new Order(
                        "SET OPTION",
                        "",
                        Map.ofEntries(
                                entry("cardpass", "1"),
                                entry("CardKey", "1"),
                                entry("ComPwd", "1"),
                                entry("AntiPassbackOn", "1"),
                                entry("KeyPadBeep", "1")));

        assertThat(LANGUAGE.traits(order).secrets()).containsExactly("PASSWORD");
        assertThat(LANGUAGE.traits(options).secrets())
                .containsExactlyInAnyOrder("cardpass", "CardKey", "ComPwd");
        assertThat(order.toString()).doesNotContain("4");
        assertThat(fault(order)).doesNotContain("4\t2");
    }

    @Test
    void helpShowsEachCommandAndItsFields() {
        assertThat(LANGUAGE.help())
                .hasSize(14 + 24 + 5 + 3)
                .containsEntry(
                        "SYNC POSLOG START=<n> END=<n>",
                        "sends purchases of these record numbers again")
                .containsEntry(
                        "UPDATE FIXED TsID=<n> [Start=<HH:MM>] [End=<HH:MM>] [Price=<fen>]",
                        "adds or changes a fixed price")
                .containsEntry("PutFile <url> [<path>]", "has the terminal fetch a file")
                .containsEntry("SET OPTION <item>=<value>...", "changes settings of the terminal");
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

    private static Order order(String words) {
        return LANGUAGE.read(List.of(words.split(" ", -1)));
    }

    private static String fault(String words) {
        return fault(order(words));
    }

    private static String fault(Order order) {
        return LANGUAGE.fault(order).orElse("none");
    }

    private static String written(String words) {
        return written(order(words));
    }

    private static String written(Order order) {
        return written(order, Map.of());
    }

    private static String written(Order order, Map<String, String> dialect) {
        assertThat(LANGUAGE.fault(order)).isEmpty();
        return LANGUAGE.write(order, dialect, ENGLISH).text(UTF_8);
    }
}
