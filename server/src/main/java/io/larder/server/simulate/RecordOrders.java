package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// CHECK, SYNC, COLL and CLEAR: what is done with the records of a terminal.
final class RecordOrders {
    /// Rows in one upload of SYNC or COLL.
    private static final int ROWS = 50;

    private static final Pattern SYNC =
            Pattern.compile("(\\w+) START=(\\d{1,10}) END(=?)(\\d{1,10})");
    private static final Pattern COLL =
            Pattern.compile(
                    "(\\w+) START=(\\d+-\\d+-\\d+[ T][\\d:]+) END=?(\\d+-\\d+-\\d+[ T][\\d:]+)"
                            + " CARDNO=(\\d{1,20})");
    private static final Pattern BEFORE = Pattern.compile("ONRESPOSLOG DATE=(\\d{8})");

    private final Serial serial;
    private final Dialect dialect;
    private final TerminalMemory memory;

    RecordOrders(Serial serial, Dialect dialect, TerminalMemory memory) {
        this.serial = serial;
        this.dialect = dialect;
        this.memory = memory;
    }

    /// Everything new was sent already when a terminal polls, so only options are left to read.
    long check(String what, Reach reach) throws InterruptedException {
        if (what.equals("OPTION") || what.equals("ALL")) {
            reach.initialise();
            return Codes.DONE;
        }
        return RecordTable.sent(what).isPresent() ? Codes.DONE : Codes.PARAMETER;
    }

    /// The return code is the number of rows.
    long sync(String range, Reach reach) throws InterruptedException {
        Matcher found = SYNC.matcher(range);
        if (!found.matches() || found.group(3).isEmpty() != dialect.endWithoutEquals()) {
            return Codes.PARAMETER;
        }
        long start = Long.parseLong(found.group(2));
        long end = Long.parseLong(found.group(4));
        Optional<RecordTable> table = RecordTable.sent(found.group(1));
        if (table.isEmpty() || start > end) {
            return Codes.PARAMETER;
        }
        return sendAgain(
                table.get(), record -> record.recNo() >= start && record.recNo() <= end, reach);
    }

    long coll(String range, Reach reach) throws InterruptedException {
        Matcher found = COLL.matcher(range);
        if (!found.matches()) {
            return Codes.PARAMETER;
        }
        Optional<RecordTable> table = RecordTable.sent(found.group(1));
        Optional<LocalDateTime> start = time(found.group(2));
        Optional<LocalDateTime> end = time(found.group(3));
        if (table.isEmpty() || start.isEmpty() || end.isEmpty() || start.get().isAfter(end.get())) {
            return Codes.PARAMETER;
        }
        String card = bare(found.group(4));
        sendAgain(
                table.get(),
                record ->
                        !record.time().isBefore(start.get())
                                && !record.time().isAfter(end.get())
                                && (card.isEmpty() || bare(record.card()).equals(card)),
                reach);
        return Codes.DONE;
    }

    /// The numbering goes on after a CLEAR: an id in [Obligations] stands for one row for ever.
    long clear(String what) {
        RecordMemory records = memory.records();
        Matcher before = BEFORE.matcher(what);
        Optional<RecordTable> table = RecordTable.cleared(what);
        if (what.equals("DATA")) {
            memory.clear();
        } else if (table.isPresent()) {
            records.remove(table.get(), _ -> true);
        } else if (before.matches()) {
            try {
                LocalDate day = LocalDate.parse(before.group(1), DateTimeFormatter.BASIC_ISO_DATE);
                records.remove(
                        RecordTable.BUYLOG, record -> record.time().toLocalDate().isBefore(day));
            } catch (DateTimeException _) {
                return Codes.PARAMETER;
            }
        } else {
            return Codes.PARAMETER;
        }
        return Codes.DONE;
    }

    private long sendAgain(RecordTable table, Predicate<Kept> wanted, Reach reach)
            throws InterruptedException {
        List<Kept> rows = memory.records().find(table, wanted);
        for (int from = 0; from < rows.size(); from += ROWS) {
            reach.upload(upload(table, rows.subList(from, Math.min(from + ROWS, rows.size()))));
        }
        return rows.size();
    }

    private Call upload(RecordTable table, List<Kept> rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Kept each : rows) {
            body.writeBytes(each.row().toArray());
            body.write('\n');
        }
        Kept last = rows.getLast();
        String target =
                "/iclock/cpos?SN="
                        + serial
                        + "&table="
                        + table
                        + "&Stamp="
                        + DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(last.time())
                        + "&StampId="
                        + last.recNo();
        return Call.post(target, Bytes.wrap(body.toByteArray()));
    }

    /// Card numbers in commands are numbers; 0, which is every card, becomes empty.
    private static String bare(String card) {
        return card.replaceFirst("^0+", "");
    }

    private Optional<LocalDateTime> time(String text) {
        try {
            String form = dialect.dateWithT() ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
            return Optional.of(LocalDateTime.parse(text, DateTimeFormatter.ofPattern(form)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
