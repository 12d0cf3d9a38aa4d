package io.larder.storage;

import java.util.Optional;
import java.util.regex.Pattern;

/// The place of a row: row `row` (from 0) of entry `seq` (from 1). As a cursor it names what comes
/// next, so `new Position(8, 0)` means: entries 1 to 7 were taken whole.
public record Position(long seq, int row) implements Comparable<Position> {
    private static final Pattern FORM = Pattern.compile("\\d{1,18}/\\d{1,9}");

    /// Before everything.
    public static final Position START = new Position(1, 0);

    /// Reads what [#toString] wrote; empty when the text is something else.
    public static Optional<Position> read(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(
                        new Position(
                                Long.parseLong(text.substring(0, text.indexOf('/'))),
                                Integer.parseInt(text.substring(text.indexOf('/') + 1))))
                : Optional.empty();
    }

    @Override
    public int compareTo(Position other) {
        int bySeq = Long.compare(seq, other.seq);
        return bySeq != 0 ? bySeq : Integer.compare(row, other.row);
    }

    @Override
    public String toString() {
        return seq + "/" + row;
    }
}
