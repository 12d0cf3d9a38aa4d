package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final Serial SERIAL = new Serial("5158181900001");

    @Test
    void theFirstTerminalSpeaksAsItIsWritten() {
        assertThat(Dialect.of(0)).isEqualTo(Dialect.PLAIN);
    }

    @Test
    void sevenInARowKnowEveryDeviation() {
        assertThat(values(Dialect::language)).isEqualTo(Set.of(83, 69));
        assertThat(values(Dialect::fixed)).isEqualTo(Set.of("FIXED", "FIXD"));
        assertThat(values(Dialect::password)).isEqualTo(Set.of("Password", "PassWord"));
        assertThat(values(Dialect::endWithoutEquals)).isEqualTo(Set.of(true, false));
        assertThat(values(Dialect::dateWithT)).isEqualTo(Set.of(true, false));
        assertThat(values(Dialect::update)).isEqualTo(Set.of("UPDATE", "DATA"));
        assertThat(values(Dialect::oneByOne)).isEqualTo(Set.of(true, false));
        assertThat(values(Dialect::lastLineEnds)).isEqualTo(Set.of(true, false));
        assertThat(values(Dialect::namesItself)).isEqualTo(Set.of(true, false));
        assertThat(values(Dialect::unknown)).isEqualTo(Set.of(Set.of(), Set.of("SHELL", "COLL")));
    }

    @Test
    void eachFirmwareTakesOnlyItsOwnSpellingOfSync() throws Exception {
        assertCodes(0, "SYNC POSLOG START=1 END=50", 0, "SYNC POSLOG START=1 END50", -1);
        assertCodes(1, "SYNC POSLOG START=1 END50", 0, "SYNC POSLOG START=1 END=50", -1);
    }

    @Test
    void eachFirmwareTakesOnlyItsOwnDates() throws Exception {
        String blank = "COLL POSLOG START=2025-01-06 00:00:00 END=2025-01-07 00:00:00 CARDNO=0";
        String withT = "COLL POSLOG START=2025-01-06T00:00:00 END=2025-01-07T00:00:00 CARDNO=0";

        assertCodes(0, blank, 0, withT, -1);
        assertCodes(3, withT, 0, blank, -1);
    }

    @Test
    void eachFirmwareKnowsFixedPricesByOneName() throws Exception {
        String fixed = "UPDATE FIXED TsID=1\tStart=1100\tEnd=1200\tPrice=900";
        String fixd = "UPDATE FIXD TsID=1\tStart=1100\tEnd=1200\tPrice=900";

        assertCodes(0, fixed, 0, fixd, -1002);
        assertCodes(2, fixd, 0, fixed, -1002);
    }

    @Test
    void eachFirmwareKnowsPasswordsByOneNameAndRemembersThemUnderTheDocumentedOne()
            throws Exception {
        String small = "UPDATE USERINFO SysID=1\tPassword=123";
        String large = "UPDATE USERINFO SysID=1\tPassWord=123";

        assertCodes(0, small, 0, large, -1);
        assertCodes(2, large, 0, small, -1);
        TerminalMemory memory = new TerminalMemory();
        obey(2, large, memory);
        assertThat(memory.row(HeldTable.USERINFO, "1").orElseThrow())
                .containsEntry("Password", "123");
    }

    @Test
    void someFirmwareKnowsNoShell() throws Exception {
        assertCodes(0, "SHELL ls", 0, "FLY", -1002);
        assertCodes(6, "REBOOT", 0, "SHELL ls", -1002);
    }

    @Test
    void aReplyCallsAnUpdateAsTheFirmwareDoes() throws Exception {
        Order update = new Order("9", "UPDATE PRESSKEY KeyID=1\tPrice=1");

        assertThat(Dialect.of(0).nameOf(update)).isEqualTo("UPDATE");
        assertThat(Dialect.of(1).nameOf(update)).isEqualTo("DATA");
    }

    private static void assertCodes(int index, String first, long one, String second, long other)
            throws InterruptedException {
        assertThat(obey(index, first, new TerminalMemory())).as(first).isEqualTo(one);
        assertThat(obey(index, second, new TerminalMemory())).as(second).isEqualTo(other);
    }

    private static long obey(int index, String text, TerminalMemory memory)
            throws InterruptedException {
        Mishaps none = new Mishaps(Habits.HONEST, 1);
        return new Obedience(SERIAL, Dialect.of(index), false, memory, none)
                .obey(new Order("1", text), new SmallReach())
                .code();
    }

    private static Set<Object> values(Function<Dialect, Object> item) {
        return IntStream.range(0, 7).mapToObj(Dialect::of).map(item).collect(Collectors.toSet());
    }
}
