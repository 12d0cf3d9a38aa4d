package io.larder.server.json;

import io.larder.server.record.Kind;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The bytes that a record is about, a picture or a template: which ones, by the record's field
/// `sha256`, and how they travel as its last member.
///
/// ```
/// {"kind":"photo", … ,"contentBase64":"/9j/4AAQ…"}
/// ```
///
/// Once they have arrived they are kept beside the records, and the member is taken off again.
public final class RecordContent {
    /// The most bytes that travel with a record: the largest upload. What is larger would not fit a
    /// batch, and its record would be refused because of it.
    public static final int MOST_BYTES = 3 << 20;

    /// The kinds of records that have a content.
    public static final Set<Kind> KINDS =
            Collections.unmodifiableSet(EnumSet.of(Kind.TEMPLATE, Kind.PHOTO));

    private static final Set<String> PASSING = Set.of("punch", "verification");
    private static final String MEMBER = "contentBase64";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private RecordContent() {}

    /// The SHA-256, in lower case hex, of the content of a record; empty when it has none.
    public static Optional<String> sha256(Map<String, Object> fields) {
        return Optional.ofNullable(fields.get("sha256"))
                .map(Object::toString)
                .filter(RecordContent::isSha256);
    }

    /// Whether `text` can name a content: it is a file name without any surprise.
    public static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    /// Whether records of the kind called `word` have a content.
    public static boolean isOf(String word) {
        return Kind.of(word).filter(KINDS::contains).isPresent();
    }

    /// Whether the site needs the content for as long as it is used. A picture of a punch or of a
    /// verification only shows what was.
    public static boolean isLasting(Map<String, Object> fields) {
        return !PASSING.contains(String.valueOf(fields.get("of")));
    }

    /// The line of a record with its content.
    public static String attach(String line, byte[] content) {
        String text = Base64.getEncoder().encodeToString(content);
        return line.substring(0, line.length() - 1) + ",\"" + MEMBER + "\":\"" + text + "\"}";
    }

    /// Takes the content off a record that came, as the text it came as.
    public static Optional<String> detach(Map<String, Object> record) {
        return Optional.ofNullable(record.remove(MEMBER)).map(Object::toString);
    }

    /// The bytes that such a text means; empty when it is no base64.
    public static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
