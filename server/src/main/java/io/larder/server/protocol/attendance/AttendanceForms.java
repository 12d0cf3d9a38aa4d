package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.ValueForm;
import io.larder.server.protocol.ValueForm.Stored;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Values of attendance commands. Sources: PROTOCOL.md 2.3, 3.5; traps T-049, T-062.
final class AttendanceForms {
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /// Bytes of a card number in a command to terminals that name no version, and to others.
    private static final int OLD_CARD_BYTES = 4;

    private static final int CARD_BYTES = 5;

    /// A person's number: digits, at some terminals letters too. Never what separates parts of a
    /// target.
    static final ValueForm PIN =
            ValueForm.matching("PIN", "digits and letters, at most 24", "[0-9A-Za-z._-]{1,24}");

    /// The number of a finger.
    static final ValueForm FINGER =
            ValueForm.matching("0-9", "the number of a finger, 0 to 9", "\\d");

    /// A moment of the terminal's clock, to the second.
    static final ValueForm MOMENT =
            new ValueForm(
                    "yyyy-MM-ddTHH:MM:SS",
                    "a time as yyyy-MM-ddTHH:MM:SS",
                    value -> ValueForm.moment(value).isPresent(),
                    (value, _, _) -> moment(value).format(WRITTEN),
                    List.of());

    /// A day, or a moment. Where blanks separate fields only the day of it can be written: a day
    /// that begins a time begins at 00:00:00, one that ends it ends at 23:59:59.
    static final ValueForm DAY_OR_MOMENT =
            new ValueForm(
                    "yyyy-MM-dd[THH:MM:SS]",
                    "a day as yyyy-MM-dd, or a time as yyyy-MM-ddTHH:MM:SS",
                    value ->
                            ValueForm.day(value).isPresent() || ValueForm.moment(value).isPresent(),
                    AttendanceForms::dayOrMoment,
                    List.of(Layout.TAB_OR_BLANK));

    /// A card: the number as a decimal one, 0 for none, or the whole text in brackets as terminals
    /// write it. On the wire its bytes in hex, the least significant one first.
    static final ValueForm CARD =
            new ValueForm(
                    "number",
                    "a card number below 1099511627776, or its bytes in hex in brackets",
                    value -> card(value).isPresent() || value.matches("\\[([0-9A-Fa-f]{2})+]"),
                    (value, _, audience) ->
                            card(value).map(number -> bytes(number, audience)).orElse(value),
                    List.of());

    /// A template as text, as terminals send it.
    static final ValueForm TEMPLATE =
            ValueForm.matching("template", "a template in base64", "[^ @]+").orStored(Stored.TEXT);

    /// A picture.
    static final ValueForm PICTURE =
            ValueForm.matching("picture", "a picture in base64", "[A-Za-z0-9+/=]+")
                    .orStored(Stored.PICTURE);

    private AttendanceForms() {}

    /// True when the card number needs more bytes than terminals without a version take.
    static boolean isLongCard(String value) {
        return card(value).filter(number -> number >> (8 * OLD_CARD_BYTES) != 0).isPresent();
    }

    private static LocalDateTime moment(String value) {
        return ValueForm.moment(value).orElseThrow();
    }

    private static String dayOrMoment(
            String value, Map<String, String> dialect, Audience audience) {
        Optional<LocalDateTime> moment = ValueForm.moment(value);
        boolean dayOnly = Layout.TAB_OR_BLANK.way(dialect).value().equals("blank");
        if (moment.isEmpty()) {
            return ValueForm.day(value).orElseThrow().toString();
        }
        return dayOnly ? moment.get().toLocalDate().toString() : moment.get().format(WRITTEN);
    }

    private static Optional<Long> card(String value) {
        if (!value.matches("\\d{1,13}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(value);
        return number >> (8 * CARD_BYTES) == 0 ? Optional.of(number) : Optional.empty();
    }

    private static String bytes(long number, Audience audience) {
        int count = audience.pushver() == null ? OLD_CARD_BYTES : CARD_BYTES;
        StringBuilder hex = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            hex.append(String.format(Locale.ROOT, "%02X", (number >> (8 * i)) & 0xFF));
        }
        return hex.append(']').toString();
    }
}
