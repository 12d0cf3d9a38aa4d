package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The order of a top-up row's last two columns, about which the sources disagree. Getting it wrong
/// would swap operators and record numbers. Sources: PROTOCOL.md 2.1 FULLLOG, trap T-019.
enum TopUpLayout {
    OPERATOR_FIRST("opid-recno"),
    NUMBER_FIRST("recno-opid");

    /// Under this name the layout of a terminal is remembered.
    static final String FACT = "fulllog.layout";

    private final String word;

    TopUpLayout(String word) {
        this.word = word;
    }

    /// The layout remembered as `word`, or empty.
    static Optional<TopUpLayout> of(String word) {
        for (TopUpLayout layout : values()) {
            if (layout.word.equals(word)) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }

    String word() {
        return word;
    }

    Table table() {
        return switch (this) {
            case OPERATOR_FIRST -> CanteenColumns.FULLLOG_OPERATOR_FIRST;
            case NUMBER_FIRST -> CanteenColumns.FULLLOG_NUMBER_FIRST;
        };
    }

    /// The layout that `stampId`, the largest record number of the batch, proves: exactly one of
    /// the two columns must have it as its largest number.
    static Optional<TopUpLayout> proven(List<List<String>> rows, OptionalLong stampId) {
        if (stampId.isEmpty()) {
            return Optional.empty();
        }
        boolean last = OPERATOR_FIRST.largest(rows).equals(stampId);
        boolean first = NUMBER_FIRST.largest(rows).equals(stampId);
        return one(last, first);
    }

    /// The layout whose column counts up through the batch, when the other's does not.
    static Optional<TopUpLayout> counted(List<List<String>> rows) {
        return one(OPERATOR_FIRST.increasing(rows), NUMBER_FIRST.increasing(rows));
    }

    private static Optional<TopUpLayout> one(boolean operatorFirst, boolean numberFirst) {
        return operatorFirst == numberFirst
                ? Optional.empty()
                : Optional.of(operatorFirst ? OPERATOR_FIRST : NUMBER_FIRST);
    }

    private OptionalLong largest(List<List<String>> rows) {
        return rows.stream().map(this::number).flatMapToLong(OptionalLong::stream).max();
    }

    private boolean increasing(List<List<String>> rows) {
        long[] numbers =
                rows.stream().map(this::number).flatMapToLong(OptionalLong::stream).toArray();
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i] <= numbers[i - 1]) {
                return false;
            }
        }
        return numbers.length > 0;
    }

    private OptionalLong number(List<String> cells) {
        return table().number(CanteenColumns.REC_NO, cells);
    }
}
