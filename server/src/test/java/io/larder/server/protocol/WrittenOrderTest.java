package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.attendance.AttendanceCommands;
import io.larder.server.protocol.canteen.CanteenCommands;
import io.larder.server.record.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What servers write for terminals is understood, in every documented spelling.
class WrittenOrderTest {
    private static final CommandLanguage CANTEEN = CanteenCommands.LANGUAGE;
    private static final CommandLanguage ATTENDANCE = AttendanceCommands.LANGUAGE;

    private static final List<String> CANTEEN_ORDERS =
            List.of(
                    "INFO",
                    "REBOOT",
                    "CHECK OPTION",
                    "CHECK ALL",
                    "UPDATE USERINFO SysID=1 UserID=1 CardNo=100 Name=张三 Password=b",
                    "UPDATE PRESSKEY KeyID=3 Price=850",
                    "UPDATE MEALTYPE Mlid=1 Name=Lunch Start=11:00 End=1330",
                    "UPDATE FIXED TsID=1 Price=900",
                    "UPDATE SUBSIDYLOG SysID=1 Batch=2 Money=3 allowDate=2018-12-20 enddate=2018-12-31 StartDate=2018-12-20 EndFlag=1",
                    "DELETE TIMESEG SegID=1 TsID=2",
                    "QUERY USERINFO SysID=7",
                    "SET OPTION VOLUME=1 Other=a AutoPowerOff=08:30",
                    "SYNC POSLOG START=1 END=50",
                    "COLL POSLOG START=2018-12-24T12:33:01 END=2018-12-25T00:00:00 CARDNO=0",
                    "CLEAR ONRESPOSLOG DATE=20181201",
                    "GetFile /a",
                    "PutFile file/a /b",
                    "SHELL ls");
    private static final List<String> ATTENDANCE_ORDERS =
            List.of(
                    "INFO",
                    "CHECK",
                    "LOG",
                    "RELOAD\0OPTIONS",
                    "GET\0OPTION ~SerialNumber",
                    "DATA\0UPDATE\0USERINFO PIN=7 Name=Ann Pri=0 Passwd=12 Card=4711 Grp=1",
                    "DATA\0UPDATE\0FINGERTMP PIN=7 FID=3 Size=4 Valid=1 TMP=abc=",
                    "DATA\0DELETE\0USERINFO PIN=7",
                    "DATA\0QUERY\0ATTLOG StartTime=2026-03-01T00:00:00 EndTime=2026-03-02T00:00:00",
                    "ACCOUNT Start=2026-03-01 End=2026-03-02T10:00:01 Count=17",
                    "ENROLL_FP PIN=7 FID=1 RETRY=3 OVERWRITE=0",
                    "AC_UNLOCK 1 5",
                    "CLEAR\0LOG");

    @Test
    void whatTheBoxWritesInAnySpellingReadsBackAsTheSame() {
        CANTEEN_ORDERS.forEach(each -> proveReadBack(CANTEEN, each));
        ATTENDANCE_ORDERS.forEach(each -> proveReadBack(ATTENDANCE, each));
    }

    private static void proveReadBack(CommandLanguage language, String typed) {
        List<String> words =
                Arrays.stream(typed.split(" ", -1))
                        .flatMap(word -> Arrays.stream(word.split("\0", -1)))
                        .toList();
        Order order = language.read(words);
        assertThat(language.fault(order)).as(typed).isEmpty();
        for (Audience audience :
                List.of(
                        new Audience("83", Version.of(2, 4, 1), true),
                        new Audience("69", Version.of(2, 2, 9), true))) {
            for (Map<String, String> dialect : language.dialects(order)) {
                Bytes text = language.write(order, dialect, audience);
                Order read = language.written(Text.decode(text)).orElseThrow();
                assertThat(read.name()).as(typed).isEqualTo(order.name());
                assertThat(language.fault(read)).as("%s", text.asLatin1()).isEmpty();
                assertThat(language.write(read, dialect, audience).asLatin1())
                        .isEqualTo(text.asLatin1());
            }
        }
    }

    @Test
    void olderAndNewerWordsMeanTheSame() {
        assertThat(ATTENDANCE.written("DATA DEL_USER PIN=7"))
                .contains(new Order("DATA DELETE USERINFO", "", Map.of("PIN", "7")));
        assertThat(ATTENDANCE.written("SET OPTIONS VOLUME=50"))
                .contains(new Order("SET OPTION", "", Map.of("VOLUME", "50")));
        assertThat(CANTEEN.written("DATA UPDATE PRESSKEY KeyID=3\tPrice=850"))
                .map(Order::name)
                .contains("UPDATE PRESSKEY");
    }

    @Test
    void blanksInAValueBelongToIt() {
        assertThat(ATTENDANCE.written("DATA UPDATE USERINFO PIN=7\tName=Ann Lee = boss\tPri=0"))
                .map(order -> order.fields().get("Name"))
                .contains("Ann Lee = boss");
        assertThat(CANTEEN.written("COLL POSLOG START=2018-12-24 12:33:01 END=2018-12-25 00:00:00"))
                .map(Order::fields)
                .contains(Map.of("START", "2018-12-24 12:33:01", "END", "2018-12-25 00:00:00"));
    }

    @Test
    void emptyFieldsSayNothing() {
        assertThat(
                        ATTENDANCE.written(
                                "DATA UPDATE USERINFO PIN=7\tName=\tPri=0\tCard=\tEndDatetime=0"))
                .map(Order::fields)
                .contains(Map.of("PIN", "7", "Pri", "0"));
    }

    @Test
    void whatIsNoCommandIsNone() {
        for (String text :
                List.of("", "BREW", "INFOX", "INFO now", "UPDATE", "UPDATE PRESSKEY x")) {
            assertThat(CANTEEN.written(text)).as(text).isEmpty();
        }
        assertThat(CANTEEN.written("UPDATE PRESSKEY KeyID=3\tColour=red")).isEmpty();
    }
}
