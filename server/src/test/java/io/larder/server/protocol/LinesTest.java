package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    @Conforms({"GEN-022", "GEN-023", "GEN-024"})
    void linesEndOrAreJoinedByLfAndEmptyOnesDoNotCount() {
        List<Bytes> two = List.of(Bytes.utf8("a\tb"), Bytes.utf8("c"));

        assertThat(lines("a\tb\nc")).isEqualTo(two);
        assertThat(lines("a\tb\nc\n")).isEqualTo(two);
        assertThat(lines("a\tb\r\n\r\n\nc\r\n")).isEqualTo(two);
        assertThat(lines("a\r\r\n")).isEqualTo(List.of(Bytes.utf8("a\r")));
        assertThat(lines("")).isEmpty();
    }

    @Test
    void linesAreCountedWithoutAList() {
        assertThat(Lines.count(Bytes.utf8("a\tb\r\n\r\n\nc"))).isEqualTo(2);
        assertThat(Lines.count(Bytes.EMPTY)).isZero();
    }

    @Test
    void aLineHasNoMoreColumnsThanAnyTableAndLosesNothing() {
        List<String> tabs = Lines.columns("a\t".repeat(1_000));
        List<String> blanks = Lines.columnsOrBlanks("a ".repeat(1_000), 1);

        assertThat(tabs).hasSize(Lines.MOST_COLUMNS);
        assertThat(tabs.getLast()).isEqualTo("a\t".repeat(1_000 - Lines.MOST_COLUMNS + 1));
        assertThat(blanks).hasSize(Lines.MOST_COLUMNS);
    }

    @Test
    void emptyColumnsAreKept() {
        assertThat(Lines.columns("\ta\t\tb \t")).containsExactly("", "a", "", "b ", "");
    }

    @Test
    void aLineWithoutTabsIsCutAtBlanks() {
        assertThat(Lines.columnsOrBlanks("982 2008-02-25 12:08:21 1  0", 1))
                .containsExactly("982", "2008-02-25 12:08:21", "1", "0");
        assertThat(Lines.columnsOrBlanks("982 2008-02-25T12:08:21 1", 1))
                .containsExactly("982", "2008-02-25T12:08:21", "1");
        assertThat(Lines.columnsOrBlanks(" 2008-02-25 12:08:21 1", 1))
                .containsExactly("", "2008-02-25 12:08:21", "1");
        assertThat(Lines.columnsOrBlanks("a b\tc d", 1)).containsExactly("a b", "c d");
        assertThat(Lines.columnsOrBlanks("  ", 1)).containsExactly("");
    }

    @Test
    void textIsUtf8ElseGb18030ElseOneCharacterPerByte() {
        Bytes gb = Bytes.of("张三".getBytes(Charset.forName("GB18030")));
        Bytes neither = Bytes.latin1("\u00ff\u00ff");

        assertThat(Text.decode(Bytes.utf8("张三"))).isEqualTo("张三");
        assertThat(Text.decode(gb)).isEqualTo("张三");
        assertThat(Text.decode(neither)).isEqualTo("\u00ff\u00ff");
    }

    private static List<Bytes> lines(String body) {
        return Lines.of(Bytes.utf8(body));
    }
}
