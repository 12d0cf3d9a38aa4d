package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Bodies into lines, lines into columns. Sources: PROTOCOL.md 1.0.3, trap T-047.
public final class Lines {
    /// More than any table has: a line of nothing but TABs would take many times its bytes.
    static final int MOST_COLUMNS = 256;

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final Pattern TAB = Pattern.compile("\t");
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}");

    private Lines() {}

    /// The lines of `body`: ended or joined by LF, one trailing CR taken off, empty ones left out.
    public static List<Bytes> of(Bytes body) {
        List<Bytes> lines = new ArrayList<>();
        each(body, lines::add);
        return lines;
    }

    /// How many [#of] gives.
    public static int count(Bytes body) {
        int[] count = {0};
        each(body, _ -> count[0]++);
        return count[0];
    }

    /// The same lines one by one: a list of very short lines takes twenty times the memory of the
    /// body.
    public static void each(Bytes body, Consumer<Bytes> taker) {
        int from = 0;
        while (from < body.length()) {
            int lf = body.indexOf(LF, from);
            int end = lf < 0 ? body.length() : lf;
            int bare = end > from && body.at(end - 1) == CR ? end - 1 : end;
            if (bare > from) {
                taker.accept(body.slice(from, bare));
            }
            from = end + 1;
        }
    }

    /// The columns of a line: cut at each TAB, nothing trimmed, empty columns kept. What is beyond
    /// the most columns stays together in the last.
    public static List<String> columns(String line) {
        return List.of(TAB.split(line, MOST_COLUMNS));
    }

    /// As [#columns]; a line without any TAB is cut at runs of blanks instead, where the pieces of
    /// a date and a time in column `moment` and the next become one column again, and a line that
    /// has its date one column too early has an empty first column.
    public static List<String> columnsOrBlanks(String line, int moment) {
        if (line.indexOf('\t') >= 0) {
            return columns(line);
        }
        List<String> columns = new ArrayList<>(List.of(BLANKS.split(line.strip(), MOST_COLUMNS)));
        if (moment > 0 && isDate(columns, moment - 1)) {
            columns.addFirst("");
        }
        if (columns.size() > moment + 1 && isDate(columns, moment)) {
            columns.set(moment, columns.get(moment) + " " + columns.remove(moment + 1));
        }
        return columns;
    }

    private static boolean isDate(List<String> columns, int index) {
        return index < columns.size() && DATE.matcher(columns.get(index)).matches();
    }
}
