package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final Serial SERIAL = new Serial("5158181900001");
    private static final Reply UPDATED = new Reply.Line("7", 0, "UPDATE");
    private static final Reply REFUSED = new Reply.Line("8", -1002, "SYNC");

    @Test
    void linesShareABody() {
        assertThat(bodies(Dialect.PLAIN, UPDATED, REFUSED))
                .containsExactly("ID=7&Return=0&CMD=UPDATE\nID=8&Return=-1002&CMD=SYNC\n");
    }

    @Test
    void aFirmwareThatAnswersOneByOneUsesABodyForEach() {
        assertThat(bodies(Dialect.of(1), UPDATED, REFUSED))
                .containsExactly("ID=7&Return=0&CMD=UPDATE\n", "ID=8&Return=-1002&CMD=SYNC\n");
    }

    @Test
    void aFirmwareMaySayWhoItIs() {
        assertThat(bodies(Dialect.of(3), UPDATED))
                .containsExactly("ID=7&SN=5158181900001&Return=0&CMD=UPDATE\n");
    }

    @Test
    void theLastLineMayEndWithoutALineFeed() {
        assertThat(bodies(Dialect.of(4), UPDATED, REFUSED))
                .containsExactly("ID=7&Return=0&CMD=UPDATE\nID=8&Return=-1002&CMD=SYNC");
    }

    @Test
    void factsFollowTheirLineAndOtherRepliesFollowThem() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("BlackUserCount", "1");
        facts.put("PosLog", "36");

        assertThat(bodies(Dialect.PLAIN, new Reply.Facts("6", facts), UPDATED))
                .containsExactly(
                        """
                        ID=6&Return=0&CMD=INFO
                        BlackUserCount=1
                        PosLog=36
                        ID=7&Return=0&CMD=UPDATE
                        """);
    }

    @Test
    void contentHasABodyForItself() {
        Reply file = new Reply.Content("5", 5, "GetFile", "/mnt/x", Bytes.latin1("\0\n&=\u00ff"));

        assertThat(bodies(Dialect.PLAIN, UPDATED, file, REFUSED))
                .containsExactly(
                        "ID=7&Return=0&CMD=UPDATE\n",
                        """
                        ID=5
                        SN=5158181900001
                        FILENAME=/mnt/x
                        CMD=GetFile
                        Return=5
                        Content=\0
                        &=\u00ff
                        """,
                        "ID=8&Return=-1002&CMD=SYNC\n");
    }

    @Test
    void theOutputOfAShellComesAfterItsReturnCodeAndAsItIs() {
        Reply shell = new Reply.Content("5", 0, "Shell", "shellout.txt", Bytes.latin1("a\nID=1\n"));

        assertThat(bodies(Dialect.PLAIN, shell))
                .containsExactly(
                        """
                        ID=5
                        SN=5158181900001
                        Return=0
                        CMD=Shell
                        FILENAME=shellout.txt
                        Content=a
                        ID=1
                        """);
    }

    @Test
    void aRebootIsNotMentioned() {
        assertThat(bodies(Dialect.PLAIN, new Reply.Silence("1"))).isEmpty();
    }

    private static List<String> bodies(Dialect dialect, Reply... replies) {
        return Replies.bodies(List.of(replies), SERIAL, dialect).stream()
                .map(Bytes::asLatin1)
                .toList();
    }
}
