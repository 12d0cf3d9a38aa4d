package io.larder.server.protocol;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The language codes of terminals and the character sets in which they take text, from
/// `language_codes.csv`. Sources: PROTOCOL.md 1.0.4, 7.6.
public final class Languages {
    /// Fact: the character set of a terminal that was seen to use another than its language says;
    /// `gb18030` or `utf-8`.
    public static final String ENCODING = "text.encoding";

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Map<String, Language> BY_CODE = load();

    private record Language(String name, Charset charset) {}

    private Languages() {}

    /// The English name of the language that a terminal calls `code`, empty when nobody documents
    /// it.
    public static Optional<String> name(String code) {
        return Optional.ofNullable(BY_CODE.get(code.strip())).map(Language::name);
    }

    /// The character set for text to a terminal of language `code`: UTF-8 for an unknown one.
    public static Charset charset(String code) {
        Language language = BY_CODE.get(code.strip());
        return language == null ? StandardCharsets.UTF_8 : language.charset;
    }

    /// As [#charset(String)], unless `dialect` knows better.
    public static Charset charset(String code, Map<String, String> dialect) {
        return switch (dialect.getOrDefault(ENCODING, "")) {
            case "gb18030" -> GB18030;
            case "utf-8" -> StandardCharsets.UTF_8;
            default -> charset(code);
        };
    }

    private static Map<String, Language> load() {
        Map<String, Language> languages = new HashMap<>();
        for (List<String> row : Resource.rows("language_codes.csv", 3)) {
            languages.put(row.get(0), new Language(row.get(2), Charset.forName(row.get(1))));
        }
        return Map.copyOf(languages);
    }
}
