package io.larder.server.simulate.clock;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A range of times in a command. A bare date is its first second as a start and its last as an end
/// (PROTOCOL.md 3.5, ACCOUNT); a bound that is missing is none.
///
/// @param from first second, included
/// @param to last second, included
record Times(LocalDateTime from, LocalDateTime to) {
    private static final LocalDateTime FIRST = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(2099, 12, 31, 23, 59, 59);
    private static final LocalTime MIDNIGHT = LocalTime.of(0, 0);
    private static final LocalTime BEFORE_MIDNIGHT = LocalTime.of(23, 59, 59);

    /// Empty when one of the bounds is no time.
    static Optional<Times> read(Fields fields, String start, String end) {
        Optional<LocalDateTime> from = bound(fields.text(start, ""), FIRST, MIDNIGHT);
        Optional<LocalDateTime> to = bound(fields.text(end, ""), LAST, BEFORE_MIDNIGHT);
        return from.flatMap(first -> to.map(last -> new Times(first, last)));
    }

    private static Optional<LocalDateTime> bound(
            String text, LocalDateTime missing, LocalTime ofDay) {
        String word = text.strip();
        try {
            if (word.isEmpty()) {
                return Optional.of(missing);
            }
            return Optional.of(
                    word.length() == 10
                            ? LocalDate.parse(word).atTime(ofDay)
                            : LocalDateTime.parse(word, Words.TEXT));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
