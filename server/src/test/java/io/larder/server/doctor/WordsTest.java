package io.larder.server.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.doctor.Words.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Pattern OPEN = Pattern.compile("\\{[a-z]+}");

    @Test
    void everyFindingHasBothTextsInBothLanguages() throws IOException {
        for (Language each : Language.values()) {
            Properties texts = texts(each);
            for (Finding finding : Finding.values()) {
                assertThat(texts.getProperty(finding.id())).as(finding.id()).isNotBlank();
                assertThat(texts.getProperty(finding.id() + ".do")).as(finding.id()).isNotBlank();
            }
        }
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndLeaveTheSameOpen() throws IOException {
        Properties english = texts(Language.EN);
        Properties chinese = texts(Language.ZH);

        assertThat(chinese.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(open(chinese.getProperty(key)))
                    .as(key)
                    .isEqualTo(open(english.getProperty(key)));
        }
    }

    @Test
    void noTextIsOfAFindingThatIsGone() throws IOException {
        List<String> ids = List.of(Finding.values()).stream().map(Finding::id).toList();

        assertThat(texts(Language.EN).stringPropertyNames())
                .filteredOn(key -> Character.isUpperCase(key.charAt(0)))
                .allSatisfy(key -> assertThat(ids).contains(key.replaceFirst("\\.do$", "")));
    }

    @Test
    void theDocumentListsEveryFindingWithItsTexts() throws IOException {
        Properties texts = texts(Language.EN);
        Path document =
                Path.of(System.getProperty("basedir", "."))
                        .toAbsolutePath()
                        .resolveSibling("docs/doctor.md");

        assertThat(Files.readAllLines(document).stream().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(
                        Stream.of(Finding.values())
                                .map(Finding::id)
                                .map(id ->
                                        "| `%s` | %s | %s |"
                                                .formatted(
                                                        id,
                                                        texts.getProperty(id),
                                                        texts.getProperty(id + ".do")))
                                .toList());
    }

    @Test
    void whatIsLeftOpenIsFilledInAsPeopleReadIt() {
        Said said =
                Said.of(
                        Finding.LINE_DOWN,
                        "/data",
                        "name",
                        "headquarters",
                        "since",
                        Instant.parse("2026-03-01T04:00:00Z"),
                        "why",
                        "connection refused",
                        "backlog",
                        17L,
                        "lasts",
                        Optional.of(Duration.ofDays(3)));

        assertThat(words(Language.EN).wrong(said))
                .isEqualTo(
                        "No line to headquarters since 2026-03-01 12:00: connection refused."
                                + " 17 entries wait here. The journal has room for 3 days more.");
        assertThat(words(Language.ZH).wrong(said))
                .isEqualTo(
                        "从 2026-03-01 12:00 起与 headquarters 的线路中断：connection refused。"
                                + "这里有 17 条等待上传。日志还能存 3 天。");
    }

    @Test
    void spansAndSizesAreRounded() {
        Words words = words(Language.EN);

        assertThat(words.text("well.backup", Map.of("age", Duration.ofMinutes(119))))
                .isEqualTo("last backup 119 minutes ago");
        assertThat(words.text("well.backup", Map.of("age", Duration.ofHours(47))))
                .isEqualTo("last backup 47 hours ago");
        assertThat(words.text("well.backup", Map.of("age", Duration.ofHours(49))))
                .isEqualTo("last backup 2 days ago");
        assertThat(words.text("well.backup", Map.of("age", new Said.Size(20L << 30))))
                .contains("20 GB");
    }

    @Test
    void theLanguageIsThatOfTheEnvironment() {
        assertThat(List.of("zh_CN.UTF-8", "zh", "ZH_tw", "en_US.UTF-8", "C", "", "de_DE"))
                .extracting(Language::of)
                .containsExactly(
                        Language.ZH,
                        Language.ZH,
                        Language.ZH,
                        Language.EN,
                        Language.EN,
                        Language.EN,
                        Language.EN);
    }

    private static Words words(Language language) {
        return Words.of(language, ZoneOffset.ofHours(8));
    }

    private static Set<String> open(String text) {
        return new TreeSet<>(OPEN.matcher(text).results().map(MatchResult::group).toList());
    }

    private static Properties texts(Language language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in =
                Words.class.getResourceAsStream("doctor_" + language.word() + ".properties")) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), UTF_8));
        }
        return texts;
    }
}
