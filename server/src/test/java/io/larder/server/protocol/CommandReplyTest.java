package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.Capture;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommandReplyTest {
    private static final String FIVE =
            """
            ID=info8487&Return=0&CMD=DATA
            ID=info8488&Return=0&CMD=DATA
            ID=info8489&Return=0&CMD=DATA
            ID=info7464&Return=0&CMD=DATA
            ID=fp7464&Return=0&CMD=DATA
            """;

    @Test
    void severalRepliesOfOneBodyAreReadInOrder() {
        assertThat(example("POS-X18")).isEqualTo(Bytes.latin1(FIVE));
        assertThat(read(FIVE).replies())
                .containsExactly(
                        data("info8487"),
                        data("info8488"),
                        data("info8489"),
                        data("info7464"),
                        data("fp7464"));
        assertThat(read(FIVE.replace("\n", "\r\n"))).isEqualTo(read(FIVE));
        assertThat(read(FIVE.stripTrailing())).isEqualTo(read(FIVE));
    }

    @Test
    @Conforms("POS-086")
    void aLastLineThatIsCutCompletesNothing() {
        Replies cut = read(FIVE.substring(0, 143));

        assertThat(cut.replies()).isEqualTo(read(FIVE).replies().subList(0, 4));
        assertThat(cut.rest()).isEqualTo(Bytes.latin1("ID=fp7464&Return=0&CMD="));
        for (String line :
                List.of(
                        "ID=fp7464",
                        "ID=fp7464&",
                        "ID=fp7464&Ret",
                        "ID=fp7464&Return=",
                        "ID=fp7464&Return=-",
                        "ID=fp7464&Return=0&",
                        "ID=fp7464&Return=0&CM",
                        "ID=fp7464&Return=0&CMD=DAT")) {
            assertThat(read(line)).isEqualTo(new Replies(List.of(), Bytes.latin1(line)));
        }
    }

    @Test
    void repliesWithNothingBetweenThemAreCutApart() {
        Replies joined = read(FIVE.replace("\n", ""));

        assertThat(joined.replies().stream().map(CommandReply::id))
                .containsExactly("info8487", "info8488", "info8489", "info7464", "fp7464");
        assertThat(joined.replies().stream().map(CommandReply::command)).containsOnly("DATA");
        assertThat(joined.rest()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    @Conforms("CMD-021")
    void theNumberBehindReturnIsReadAndItsTextKept() {
        List<CommandReply> replies =
                read("""
                ID=1&Return=0&CMD=DATA
                ID=2&Return= -1002 &CMD=DATA
                ID=3&Return=ok, done&CMD=DATA
                ID=4&Return=99999999999999999999&CMD=DATA
                ID=5&Return=&CMD=DATA
                """)
                        .replies();

        assertThat(replies)
                .extracting(CommandReply::returned)
                .containsExactly("0", "-1002", "ok, done", "99999999999999999999", "");
        assertThat(replies)
                .extracting(CommandReply::code)
                .containsExactly(
                        OptionalLong.of(0),
                        OptionalLong.of(-1002),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
    }

    @Test
    @Conforms("CMD-023")
    void aReplyMayNameNoCommand() {
        assertThat(CommandReply.read(example("CMD-X04")))
                .isEqualTo(whole(reply("9", "0", "", Map.of(), "ID=9&Return=0")));
    }

    @Test
    @Conforms({"CMD-024", "CMD-025"})
    void aSerialMayStandBeforeTheResultAndACommandHoldBlanks() {
        String line = "ID=11&SN=123456&Return=0&CMD=SET OPTION";

        assertThat(CommandReply.read(example("CMD-X06")))
                .isEqualTo(
                        whole(
                                new CommandReply(
                                        "11",
                                        Optional.of("123456"),
                                        "0",
                                        OptionalLong.of(0),
                                        "SET OPTION",
                                        Map.of(),
                                        Optional.empty(),
                                        "",
                                        Bytes.latin1(line))));
        assertThat(read("ID=1&Return=0&CMD=SET%20OPTION+x\n").replies().getFirst().command())
                .isEqualTo("SET%20OPTION+x");
    }

    @Test
    @Conforms({"CMD-025", "CMD-026"})
    void blanksAroundNamesAndValuesArePadding() {
        assertThat(CommandReply.read(example("CMD-X05")))
                .isEqualTo(
                        whole(
                                reply(
                                        "10",
                                        "0",
                                        "VERIFY SUM",
                                        fields(
                                                "StartTime", "2011-06-22 00:00:00",
                                                "EndTime", "2011-06-22 23:59:59",
                                                "AttlogSum", "17"),
                                        "ID=10&Return=0&CMD=VERIFY SUM&StartTime=2011-06-22"
                                                + " 00:00:00& EndTime=2011-06-22 23:59:59"
                                                + " &AttlogSum=17")));
    }

    @Test
    @Conforms({"CMD-027", "CMD-029"})
    void theLinesBehindAnInfoAreItsValues() {
        assertThat(CommandReply.read(example("CMD-X02")))
                .isEqualTo(
                        whole(
                                reply(
                                        "7",
                                        "0",
                                        "INFO",
                                        fields(
                                                "~DeviceName", "X628",
                                                "TransactionCount", "12",
                                                "FPCount", "3",
                                                "UserCount", "5",
                                                "FWVersion", "Ver 6.39 Apr 28 2008"),
                                        example("CMD-X02").asLatin1().stripTrailing())));
    }

    @Test
    @Conforms("CMD-028")
    void anInfoEndsAtTheNextReply() {
        String info = "ID=7&Return=0&CMD=INFO\n~DeviceName=X628\n\nID=card&x=1";

        assertThat(read("ID=6&Return=0\n" + info + "\nID=12&Return=0&CMD=DATA\n").replies())
                .containsExactly(
                        reply("6", "0", "", Map.of(), "ID=6&Return=0"),
                        reply(
                                "7",
                                "0",
                                "INFO",
                                fields("~DeviceName", "X628", "ID", "card&x=1"),
                                info),
                        data("12"));
    }

    @Test
    @Conforms({"POS-091", "POS-092"})
    void aCanteenInfoListsItsNineValuesInLinesOrInOne() {
        Map<String, String> nine =
                fields(
                        "BlackUserCount", "1",
                        "WhiteUserCount", "2",
                        "FPCount", "3",
                        "FlashSize", "4",
                        "FreeFlashSize", "5",
                        "PUSHVersion", "Ver 2.0.12-20150625",
                        "PosLog", "7",
                        "FullLog", "8",
                        "AllowLog", "9");
        StringBuilder lines = new StringBuilder("ID=7&Return=0&CMD=INFO");
        StringBuilder line = new StringBuilder("ID=7&Return=0&CMD=INFO");
        nine.forEach((key, value) -> {
            lines.append('\n').append(key).append('=').append(value);
            line.append('&').append(key).append('=').append(value);
        });

        assertThat(read(lines + "\n"))
                .isEqualTo(whole(reply("7", "0", "INFO", nine, lines.toString())));
        assertThat(read(line + "\n"))
                .isEqualTo(whole(reply("7", "0", "INFO", nine, line.toString())));
    }

    @Test
    @Conforms("CMD-030")
    void whatAShellSaidIsKeptUnchanged() {
        assertThat(CommandReply.read(example("CMD-X03")))
                .isEqualTo(
                        whole(
                                file(
                                        "8",
                                        "123456",
                                        0,
                                        "Shell",
                                        "total 2\n-rw-r--r-- 1 root root 10 a\n",
                                        "shellout.txt",
                                        example("CMD-X03"))));
    }

    @Test
    @Conforms("CMD-031")
    void aShellThatFailedAnswersInOneLine() {
        assertThat(read("ID=8&Return=-1&CMD=Shell"))
                .isEqualTo(whole(reply("8", "-1", "Shell", Map.of(), "ID=8&Return=-1&CMD=Shell")));
    }

    @Test
    @Conforms("CMD-032")
    void theBytesOfAFileAreKeptUnchanged() {
        assertThat(CommandReply.read(example("CMD-X01")))
                .isEqualTo(
                        whole(
                                file(
                                        "g1",
                                        "5158181900025",
                                        0,
                                        "GetFile",
                                        "A=1\nB=2\u0000\u00ff&C=3\n",
                                        "/mnt/mtdblock/option.cfg",
                                        example("CMD-X01"))));
        String inside = "ID=9&Return=0&CMD=DATA\nContent=x";
        assertThat(content("ID=1\nReturn=0\nContent=" + inside)).isEqualTo(inside);
        assertThat(content("ID=1&Return=0&CMD=GetFile&Content=" + inside)).isEqualTo(inside);
        assertThat(content("ID=1&Return=0&Content=")).isEmpty();
    }

    @Test
    void aLineFeedBehindAFileOfKnownSizeIsNotPartOfIt() {
        assertThat(content("ID=1\nReturn=3\nContent=abc\n")).isEqualTo("abc");
        assertThat(content("ID=1&Return=3&Content=abc\n")).isEqualTo("abc");
        assertThat(content("ID=1\nReturn=4\nContent=abc\n")).isEqualTo("abc\n");
        assertThat(content("ID=1\nReturn=3\nContent=abcd")).isEqualTo("abcd");
        assertThat(content("ID=1\nReturn=0\nContent=\n")).isEqualTo("\n");
    }

    @Test
    @Conforms("CMD-033")
    void theKeysBeforeAFileComeInAnyOrderAndSomeAreMissing() {
        String head = "ID=2\nReturn=3\nCMD=GetFile\nFILENAME=/a=b&c\n";

        assertThat(read(head + "SN=1\nContent=abc"))
                .isEqualTo(
                        whole(
                                file(
                                        "2",
                                        "1",
                                        3,
                                        "GetFile",
                                        "abc",
                                        "/a=b&c",
                                        Bytes.latin1(head + "SN=1\nContent=abc"))));
        assertThat(read("ID=2\nCMD=PutFile\nReturn=9\nID=3&Return=0\nID=4\nReturn=1").replies())
                .extracting(CommandReply::id, CommandReply::returned)
                .containsExactly(tuple("2", "9"), tuple("3", "0"), tuple("4", "1"));
    }

    @Test
    void whatIsNoReplyIsLeftOver() {
        Replies replies =
                read(
                        "hello\nID=1&Return=0&CMD=DATA\n\n \nReturn=0&CMD=DATA\nID=&Return=0\nID=2&a=b\n");

        assertThat(replies)
                .isEqualTo(
                        new Replies(
                                List.of(data("1")),
                                Bytes.latin1(
                                        "hello\nReturn=0&CMD=DATA\nID=&Return=0\nID=2&a=b\n")));
        assertThat(read("")).isEqualTo(new Replies(List.of(), Bytes.EMPTY));
    }

    private static String content(String body) {
        return read(body).replies().getFirst().content().orElseThrow().asLatin1();
    }

    private static Bytes example(String id) {
        return Objects.requireNonNull(Capture.examples().get(id), id).body();
    }

    private static Replies read(String body) {
        return CommandReply.read(Bytes.latin1(body));
    }

    private static Replies whole(CommandReply reply) {
        return new Replies(List.of(reply), Bytes.EMPTY);
    }

    private static CommandReply data(String id) {
        return reply(id, "0", "DATA", Map.of(), "ID=" + id + "&Return=0&CMD=DATA");
    }

    private static CommandReply reply(
            String id, String returned, String command, Map<String, String> values, String raw) {
        return new CommandReply(
                id,
                Optional.empty(),
                returned,
                OptionalLong.of(Long.parseLong(returned)),
                command,
                values,
                Optional.empty(),
                "",
                Bytes.latin1(raw));
    }

    private static CommandReply file(
            String id,
            String serial,
            long code,
            String command,
            String content,
            String fileName,
            Bytes raw) {
        return new CommandReply(
                id,
                Optional.of(serial),
                Long.toString(code),
                OptionalLong.of(code),
                command,
                Map.of(),
                Optional.of(Bytes.latin1(content)),
                fileName,
                raw);
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
