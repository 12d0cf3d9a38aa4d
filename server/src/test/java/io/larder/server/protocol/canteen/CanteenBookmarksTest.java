package io.larder.server.protocol.canteen;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Bookmark.Rule;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanteenBookmarksTest {
    @Test
    void aPrimaryTableMovesItsTimeAndItsNumber() {
        assertThat(moves("table=BUYLOG&Stamp=2018-12-20T17:20:13+08:00&StampId=38", 37, 38))
                .containsExactly(
                        new Bookmark("PosLogStamp", "2018-12-20T17:20:13+08:00", Rule.TIME),
                        new Bookmark("PosLogStampId", "38", Rule.NUMBER));
        assertThat(read("table=FULLLOG&Stamp=S&StampId=12", topUp()).bookmarks())
                .containsExactly(
                        new Bookmark("FullLogStamp", "S", Rule.TIME),
                        new Bookmark("FullLogStampId", "12", Rule.NUMBER));
        assertThat(read("table=ALLOWLOG&Stamp=S&StampId=5", subsidy()).bookmarks())
                .containsExactly(
                        new Bookmark("AllowLogStamp", "S", Rule.TIME),
                        new Bookmark("AllowLogStampId", "5", Rule.NUMBER));
    }

    @Test
    void aBackupTableMovesItsOwnNumberOnly() {
        assertThat(moves("table=BUYLOGBAK&Stamp=S&StampId=38", 38))
                .containsExactly(new Bookmark("PosBakLogStampId", "38", Rule.NUMBER));
        assertThat(read("table=FULLLOGBAK&Stamp=S&StampId=12", topUp()).bookmarks())
                .containsExactly(new Bookmark("FullBakLogStampId", "12", Rule.NUMBER));
        assertThat(read("table=ALLOWLOGBAK&StampId=5", subsidy()).bookmarks())
                .containsExactly(new Bookmark("AllowBakLogStampId", "5", Rule.NUMBER));
    }

    @Test
    void theRowsWinOverAStampIdThatNoneOfThemCarries() {
        Reading reading = read("table=BUYLOG&StampId=99", rows(39, 40));

        assertThat(reading.bookmarks())
                .containsExactly(new Bookmark("PosLogStampId", "40", Rule.NUMBER));
        assertThat(reading.notices())
                .containsExactly(
                        "BUYLOG StampId is 99, expected the largest RecNo of its rows, 40");
    }

    @Test
    void theLargestRowWinsOverAStampIdThatNamesTheLastOne() {
        Reading reading = read("table=BUYLOG&StampId=38", rows(40, 38));

        assertThat(reading.bookmarks())
                .containsExactly(new Bookmark("PosLogStampId", "40", Rule.NUMBER));
        assertThat(reading.notices()).isEmpty();
    }

    @Test
    void withoutAStampIdTheRowsSayTheNumber() {
        assertThat(moves("table=BUYLOG", 37))
                .containsExactly(new Bookmark("PosLogStampId", "37", Rule.NUMBER));
    }

    @Test
    void anOddRowCountsAndOneThatHidesItsNumberLetsStampIdSpeak() {
        String badMoney = rows(38).replace("\t1250\t", "\t12.50\t");
        String noNumber = rows(38).replace("\t38\t", "\t?\t");

        assertThat(read("table=BUYLOG&StampId=38", rows(37) + "\n" + badMoney).bookmarks())
                .containsExactly(new Bookmark("PosLogStampId", "38", Rule.NUMBER));
        assertThat(read("table=BUYLOG&StampId=38", rows(37) + "\n" + noNumber).bookmarks())
                .containsExactly(new Bookmark("PosLogStampId", "38", Rule.NUMBER));
        assertThat(read("table=BUYLOG&StampId=38", noNumber).notices()).isEmpty();
    }

    @Test
    void aStampIdThatIsNoNumberIsEchoed() {
        assertThat(moves("table=BUYLOGBAK&StampId=2018-11-02T09:47:44", 37))
                .containsExactly(
                        new Bookmark("PosBakLogStampId", "2018-11-02T09:47:44", Rule.NUMBER));
    }

    @Test
    void aStampOfZeroNothingOrWithALineEndMovesNothing() {
        assertThat(moves("table=BUYLOG&Stamp=0", 37))
                .extracting("name")
                .containsOnly("PosLogStampId");
        assertThat(moves("table=BUYLOG&Stamp=", 37))
                .extracting("name")
                .containsOnly("PosLogStampId");
        assertThat(moves("table=BUYLOG&Stamp=1%0AEncrypt=1", 37))
                .extracting("name")
                .containsOnly("PosLogStampId");
        assertThat(read("table=BUYLOG&Stamp=S&StampId=38", "").bookmarks()).isEmpty();
    }

    private static List<Bookmark> moves(String query, int... recNos) {
        return read(query, rows(recNos)).bookmarks();
    }

    private static String rows(int... recNos) {
        StringBuilder rows = new StringBuilder();
        for (int recNo : recNos) {
            rows.append(rows.isEmpty() ? "" : "\n")
                    .append("1\t100023\t2018-12-20 17:20:13\t1250\t8750\t42\t2\t2\t0\t")
                    .append(recNo)
                    .append("\t1");
        }
        return rows.toString();
    }

    private static String topUp() {
        return "1\t100023\t45\t2018-12-20 12:00:00\t10000\t17750\t0\t3\t12";
    }

    private static String subsidy() {
        return "1\t100023\t47\t201812\t2018-12-20 08:00:00\t20000\t47750\t0\t201811\t5";
    }

    private static Reading read(String query, String body) {
        return CanteenTables.read(
                Wire.Request.of(
                        "POST", "/iclock/cpos?SN=5158181900025&" + query, Bytes.utf8(body), "peer"),
                Map.of());
    }
}
