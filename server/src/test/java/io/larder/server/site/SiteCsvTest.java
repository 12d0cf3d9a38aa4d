package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.site.SiteCsv.Import;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SiteCsvTest {
    private static final Statement LI =
            Statement.now(ItemKind.CARD, "100", Map.of("name", "李明", "state", "active"));

    @Test
    void fieldsAreNamedInHouseWordsOrAsTerminalsCallThem() {
        assertThat(cards("card,name,state\n100,李明,active\n")).isEqualTo(read(LI));
        assertThat(cards("cardno,NAME,usertype\r\n100,李明,0\r\n")).isEqualTo(read(LI));
        assertThat(cards("state,CARD,name\n Active , 100 ,李明")).isEqualTo(read(LI));
    }

    @Test
    void theTextIsUtf8WithOrWithoutAMarkOrGb18030() {
        String text = "card,name,state\n100,李明,active\n";

        for (byte[] bytes :
                List.of(
                        text.getBytes(UTF_8),
                        ("\uFEFF" + text).getBytes(UTF_8),
                        text.getBytes(Charset.forName("GB18030")))) {
            assertThat(SiteCsv.read(Bytes.wrap(bytes), Optional.of(ItemKind.CARD)))
                    .isEqualTo(read(LI));
        }
        assertThat(
                        SiteCsv.read(
                                Bytes.wrap(new byte[] {'a', (byte) 0xFF, (byte) 0xFF}),
                                Optional.of(ItemKind.CARD)))
                .hasToString("the text is neither UTF-8 nor GB18030");
    }

    @Test
    void quotedCellsMayHoldCommasQuotesAndLines() {
        assertThat(cards("card,name\n\"100\",\"Li, \"\"M\"\"\"\n\n101,Wang\n"))
                .isEqualTo(
                        read(
                                Statement.now(ItemKind.CARD, "100", Map.of("name", "Li, \"M\"")),
                                Statement.now(ItemKind.CARD, "101", Map.of("name", "Wang"))));
        assertThat(cards("card,name\n100,\"Li\nMing\"\n"))
                .hasToString(
                        "line 2, column 2: name is Li\nMing, expected a text without control"
                                + " characters");
    }

    @Test
    void moneyIsFenOrYuanWhenTheColumnSaysSo() {
        assertThat(keys("number,priceFen\n1,1250\n")).isEqualTo(price("1250"));
        assertThat(keys("number,Price\n1,1250\n")).isEqualTo(price("1250"));
        assertThat(keys("number,priceYuan\n1,12.50\n")).isEqualTo(price("1250"));
        assertThat(keys("number,priceYuan\n1,12.5\n")).isEqualTo(price("1250"));
        assertThat(keys("number,priceYuan\n1,0012\n")).isEqualTo(price("1200"));
        assertThat(keys("number,priceFen\n1,12.50\n"))
                .hasToString("line 2, column 2: priceFen is 12.50, expected a whole number of fen");
        assertThat(keys("number,priceYuan\n1,12.505\n"))
                .hasToString(
                        "line 2, column 2: priceYuan is 12.505, expected an amount such as 12.50");
    }

    @Test
    void meetingsHaveTimesInTheTimeOfTheSiteOrWithAnOffset() {
        assertThat(
                        meetings(
                                """
                                id,name,room,start,endTime
                                m1,Weekly,101,2026-11-20 10:00,2026/11/20T11:00:30
                                m2,Other,,2026-11-20T10:00:00+0800,2026-11-20T10:00Z
                                """))
                .isEqualTo(
                        new Import.Read(
                                List.of(
                                        Statement.now(
                                                ItemKind.MEETING,
                                                "m1",
                                                Map.of(
                                                        "name", "Weekly",
                                                        "room", "101",
                                                        "start", "2026-11-20T10:00:00",
                                                        "end", "2026-11-20T11:00:30")),
                                        Statement.now(
                                                ItemKind.MEETING,
                                                "m2",
                                                Map.of(
                                                        "name", "Other",
                                                        "start", "2026-11-20T10:00:00+08:00",
                                                        "end", "2026-11-20T10:00:00+00:00"))),
                                Set.of(ItemKind.MEETING)));
    }

    @Test
    void aMeetingWhoseTimesAreOutOfOrderIsNamedByLineAndColumn() {
        String head = "id,start,end,signInFrom,signInUntil,signOutFrom,signOutUntil\n";
        String day = "2026-11-20T";

        assertThat(meetings(head + "m1," + day + "10:00," + day + "10:00\n"))
                .hasToString(
                        "line 2, column 3: end is 2026-11-20T10:00:00, expected a time after start,"
                                + " 2026-11-20T10:00:00");
        assertThat(meetings(head + "m1," + day + "10:00," + day + "11:00Z\n"))
                .hasToString(
                        "line 2, column 3: end and start must both name an offset, or neither");
        assertThat(meetings(head + "m1,,," + day + "10:00," + day + "09:59\n"))
                .hasToString(
                        "line 2, column 5: signInUntil is 2026-11-20T09:59:00, expected a time not"
                                + " before signInFrom, 2026-11-20T10:00:00");
        assertThat(meetings(head + "m1,,,,," + day + "10:00," + day + "09:59\n"))
                .hasToString(
                        "line 2, column 7: signOutUntil is 2026-11-20T09:59:00, expected a time not"
                                + " before signOutFrom, 2026-11-20T10:00:00");
        assertThat(meetings(head + "m1,tomorrow\n"))
                .hasToString(
                        "line 2, column 2: start is tomorrow, expected a time as 2026-11-20T10:00,"
                                + " with or without an offset as +08:00");
        assertThat(meetings("id,name\na;b,x\n"))
                .hasToString(
                        "line 2, column 1: id is a;b, expected a word without blanks, slashes,"
                                + " commas and semicolons");
    }

    private static Import meetings(String text) {
        return SiteCsv.read(Bytes.utf8(text), Optional.of(ItemKind.MEETING));
    }

    @Test
    void aColumnMaySayTheKindAndAnEmptyCellSaysNothing() {
        String text =
                """
                kind,number,part,start,end,card,batch,amountYuan,day,roles
                meal,1,,7:00,0930,,,,,
                segment,1,2,07:00,09:30,,,,,"canteen,shop"
                subsidy,,,,,100,3,50,2026/03/01,
                """;
        assertThat(SiteCsv.read(Bytes.utf8(text), Optional.empty()))
                .isEqualTo(
                        new Import.Read(
                                List.of(
                                        Statement.now(
                                                ItemKind.MEAL,
                                                "1",
                                                Map.of("start", "07:00", "end", "09:30")),
                                        Statement.now(
                                                ItemKind.SEGMENT,
                                                "1/2",
                                                Map.of(
                                                        "start", "07:00",
                                                        "end", "09:30",
                                                        "roles", "canteen,shop")),
                                        Statement.now(
                                                ItemKind.SUBSIDY,
                                                "100/3",
                                                Map.of("amountFen", "5000", "day", "2026-03-01"))),
                                Set.of(ItemKind.MEAL, ItemKind.SEGMENT, ItemKind.SUBSIDY)));
    }

    @Test
    void whatIsWrongIsToldWithItsPlaceAndNothingIsTaken() {
        assertThat(cards(""))
                .hasToString("the file is empty, expected a line with the field names");
        assertThat(cards("card,age\n"))
                .hasToString(
                        "line 1, column 2: no field age of card, expected systemId, userId, pin, card, name,"
                                + " password, segment, state, privilege, roles");
        assertThat(cards("card,Card\n")).hasToString("line 1, column 2: field Card is named twice");
        assertThat(cards("card,name\n100,Li,7\n"))
                .hasToString("line 2: 3 cells, expected 2 as in the header");
        assertThat(cards("card,name\n,Li\n"))
                .hasToString("line 2: a part of the key is missing, expected card");
        assertThat(cards("card,name\n100,Li\n101,Wang\n100,Li\n"))
                .hasToString("line 4: card 100 stands in line 2 too");
        assertThat(cards("card,state\n100,gone\n"))
                .hasToString("line 2, column 2: state is gone, expected active or lost");
        assertThat(cards("card,name\n100,\"Li\n"))
                .hasToString("line 2, column 2: a quote is not closed");
        assertThat(cards("card,name\n\"100\"1,Li\n"))
                .hasToString("line 2, column 1: text behind a closing quote");
        assertThat(SiteCsv.read(Bytes.utf8("number,name\n1,a\n"), Optional.empty()))
                .hasToString("line 1: neither a column kind nor a kind for the whole file");
        assertThat(SiteCsv.read(Bytes.utf8("kind,number\nmeals,1\n"), Optional.empty()))
                .hasToString("line 2, column 1: no kind meals");
        assertThat(SiteCsv.read(Bytes.utf8("kind,number,batch\nmeal,1,2\n"), Optional.empty()))
                .hasToString("line 2, column 3: no field batch of meal");
    }

    @Test
    void aPasswordIsNeverQuoted() {
        assertThat(cards("card,password\n100,\"sec\tret\"\n"))
                .hasToString(
                        "line 2, column 2: password cannot be a password, expected a text without"
                                + " control characters");
        assertThat(cards("card,password\n100,secret\n").toString()).doesNotContain("secret");
    }

    private static Import cards(String text) {
        return SiteCsv.read(Bytes.utf8(text), Optional.of(ItemKind.CARD));
    }

    private static Import keys(String text) {
        return SiteCsv.read(Bytes.utf8(text), Optional.of(ItemKind.KEY));
    }

    private static Import price(String fen) {
        return new Import.Read(
                List.of(Statement.now(ItemKind.KEY, "1", Map.of("priceFen", fen))),
                Set.of(ItemKind.KEY));
    }

    private static Import read(Statement... statements) {
        return new Import.Read(List.of(statements), Set.of(ItemKind.CARD));
    }
}
