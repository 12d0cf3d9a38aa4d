package io.larder.server.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.doctor.Said.Size;
import io.larder.server.doctor.Said.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// What is said, in one language. A finding has two texts: `ID` says what is wrong, `ID.do` what to
/// do about it; `{name}` stands for what the finding is about.
public final class Words {
    /// A language that somebody speaks here.
    public enum Language {
        EN,
        ZH;

        /// From `--lang`, or of the environment: `zh_CN.UTF-8`. Everybody else reads English.
        public static Language of(String text) {
            return text.toLowerCase(Locale.ROOT).startsWith("zh") ? ZH : EN;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final long MINUTES_MOST = 120;
    private static final long HOURS_MOST = 48;
    private static final long LARGE_MEGABYTES = 10_000;
    private static final int MEGABYTE = 20;
    private static final int GIGABYTE = 30;

    private final Properties texts = new Properties();
    private final ZoneId zone;

    private Words(ZoneId zone) {
        this.zone = zone;
    }

    /// Moments are told in `zone`.
    public static Words of(Language language, ZoneId zone) {
        Words words = new Words(zone);
        String name = "doctor_" + language.word() + ".properties";
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            words.texts.load(new InputStreamReader(in, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        return words;
    }

    /// What is wrong.
    public String wrong(Said said) {
        return text(said.finding().id(), said.about());
    }

    /// What to do about it.
    public String todo(Said said) {
        return text(said.finding().id() + ".do", said.about());
    }

    /// The text of `key`, with everything filled in.
    public String text(String key, Map<String, Object> about) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key);
        }
        for (Map.Entry<String, Object> each : about.entrySet()) {
            text = text.replace("{" + each.getKey() + "}", value(each.getValue()));
        }
        return text;
    }

    private String value(Object value) {
        return switch (value) {
            case Duration span -> span(span);
            case Instant moment -> MOMENT.format(moment.atZone(zone));
            case Size size -> size(size.bytes());
            case Word word -> text(word.key(), Map.of());
            case Optional<?> maybe ->
                    maybe.map(this::value).orElseGet(() -> text("span.unknown", Map.of()));
            default -> String.valueOf(value);
        };
    }

    private String span(Duration span) {
        if (span.toMinutes() < MINUTES_MOST) {
            return text("span.minutes", Map.of("n", span.toMinutes()));
        }
        return span.toHours() < HOURS_MOST
                ? text("span.hours", Map.of("n", span.toHours()))
                : text("span.days", Map.of("n", span.toDays()));
    }

    private static String size(long bytes) {
        long megabytes = bytes >> MEGABYTE;
        return megabytes < LARGE_MEGABYTES ? megabytes + " MB" : (bytes >> GIGABYTE) + " GB";
    }
}
