package io.larder.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    private static final Charset GB18030 = Charset.forName("GB18030");

    @ParameterizedTest
    @Conforms("OPT-006")
    @CsvSource({
        "83, Simplified Chinese, GB18030",
        "84, Traditional Chinese, UTF-8",
        "69, English, UTF-8",
        "116, Turkish, UTF-8",
        "0, English, UTF-8",
        "1, Simplified Chinese, GB18030",
        "2, Traditional Chinese, UTF-8",
        "4, Japanese, UTF-8"
    })
    void aLanguageCodeHasANameAndACharacterSet(String code, String name, String charset) {
        assertThat(Languages.name(code)).contains(name);
        assertThat(Languages.charset(code)).isEqualTo(Charset.forName(charset));
    }

    @Test
    @Conforms("OPT-007")
    void anUnknownLanguageIsWrittenInUtf8() {
        for (String code : List.of("200", "", "x", "-1", "83x")) {
            assertThat(Languages.name(code)).isEmpty();
            assertThat(Languages.charset(code)).isEqualTo(UTF_8);
        }
    }

    @Test
    void whatATerminalWasSeenToUseCountsMoreThanItsLanguage() {
        assertThat(Languages.charset("84", Map.of("text.encoding", "gb18030"))).isEqualTo(GB18030);
        assertThat(Languages.charset("83", Map.of("text.encoding", "utf-8"))).isEqualTo(UTF_8);
        assertThat(Languages.charset("83", Map.of("text.encoding", "?"))).isEqualTo(GB18030);
        assertThat(Languages.charset(" 83 ", Map.of())).isEqualTo(GB18030);
    }

    @Test
    void theTableHasEachCodeOnce() {
        List<String> codes =
                Resource.rows("language_codes.csv", 3).stream().map(List::getFirst).toList();

        assertThat(codes).hasSize(28).doesNotHaveDuplicates();
    }
}
