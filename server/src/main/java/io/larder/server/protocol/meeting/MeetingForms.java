package io.larder.server.protocol.meeting;

import io.larder.server.protocol.ValueForm;
import io.larder.server.protocol.ValueForm.Stored;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/// What fields of meeting orders look like. Sources: PROTOCOL.md 6.2, 6.8; trap T-101.
final class MeetingForms {
    private static final DateTimeFormatter MOMENT_TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    /// The number of a person, a card or a meeting: a text. A comma separates it from others, `>`
    /// parts of a target.
    static final ValueForm NAME =
            ValueForm.matching("text", "at most 64 letters and digits", "[^ ,>]{1,64}");

    /// As [#NAME], or nothing: everyone.
    static final ValueForm ANY_NAME =
            ValueForm.matching("text", "at most 64 letters and digits, or nothing", "[^ ,>]{0,64}");

    /// Several of them.
    static final ValueForm NAMES =
            ValueForm.matching("a,b", "names joined by commas", "[^ ,>]{1,64}(,[^ ,>]{1,64})*");

    /// A moment with the offset of its clock.
    static final ValueForm MOMENT =
            ValueForm.plain(
                    "yyyy-MM-ddTHH:MM:SS+HH:MM",
                    "a time with its offset as yyyy-MM-ddTHH:MM:SS+HH:MM",
                    value -> moment(value).isPresent());

    /// Off or on.
    static final ValueForm FLAG = ValueForm.matching("0|1", "0 or 1", "[01]");

    /// A number of one digit.
    static final ValueForm DIGIT = ValueForm.matching("0-3", "0, 1, 2 or 3", "[0-3]");

    /// A digest of 32 bytes.
    static final ValueForm DIGEST =
            ValueForm.matching("hex", "64 digits of lower-case hex", "[0-9a-f]{64}");

    /// What a digest was salted with.
    static final ValueForm SALT = ValueForm.matching("hex", "bytes in hex", "([0-9A-Fa-f]{2})+");

    /// A template as text.
    static final ValueForm TEMPLATE =
            ValueForm.matching("template", "a template in base64", "[^ @]+").orStored(Stored.TEXT);

    private MeetingForms() {}

    /// The moment in a text of that form.
    static Optional<OffsetDateTime> moment(String value) {
        try {
            return Optional.of(OffsetDateTime.parse(value, MOMENT_TEXT));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
