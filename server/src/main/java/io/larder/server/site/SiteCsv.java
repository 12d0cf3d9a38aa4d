package io.larder.server.site;

import io.larder.server.record.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads site data out of a file of comma-separated values: the first line names the fields, in
/// house words or as terminals call them, without case; every other line is an item. The kind is
/// said for the whole file or in a column `kind`.
///
/// - Money is a whole number of fen; in a column whose name ends in `Yuan` instead of `Fen` it is
///   yuan such as `12.50`.
/// - `state` is `active` or `lost`; as `UserType` 0 or 1. `password` is clear.
/// - An empty cell says nothing: what was known of the field stays.
/// - The text is UTF-8, with or without a mark at its beginning, or else GB18030.
public final class SiteCsv {
    /// What a file says, or where it is wrong: then nothing of it counts.
    public sealed interface Import {
        /// The items, and their kinds.
        record Read(List<Statement> statements, Set<ItemKind> kinds) implements Import {}

        /// `line` and `column` count from 1, 0 when the whole file or line is meant.
        record Wrong(int line, int column, String why) implements Import {
            @Override
            public String toString() {
                return (line == 0 ? "" : "line " + line + (column == 0 ? ": " : ", column "))
                        + (column == 0 ? "" : column + ": ")
                        + why;
            }
        }
    }

    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Import.Wrong wrong;

        Fault(int line, int column, String why) {
            super(why);
            this.wrong = new Import.Wrong(line, column, why);
        }
    }

    private static final String KIND = "kind";
    private static final String YUAN = "Yuan";
    private static final char MARK = '\uFEFF';
    private static final Pattern AMOUNT = Pattern.compile("(-?)(\\d{1,12})(?:\\.(\\d{1,2}))?");
    private static final Map<String, String> USER_TYPES = Map.of("0", "active", "1", "lost");

    private final Optional<ItemKind> kind;
    private final List<String> names;
    private final Map<String, Integer> seen = new HashMap<>();

    private SiteCsv(Optional<ItemKind> kind, List<String> names) {
        this.kind = kind;
        this.names = names;
    }

    /// Reads a file; `kind` is empty when a column says it. Statements count from now on.
    public static Import read(Bytes file, Optional<ItemKind> kind) {
        try {
            List<CsvText.Row> rows = CsvText.read(text(file));
            if (rows.isEmpty()) {
                throw new Fault(0, 0, "the file is empty, expected a line with the field names");
            }
            SiteCsv csv = new SiteCsv(kind, header(rows.getFirst()));
            csv.checkHeader(rows.getFirst().line());
            List<Statement> statements = new ArrayList<>();
            Set<ItemKind> kinds = EnumSet.noneOf(ItemKind.class);
            kind.ifPresent(kinds::add);
            for (CsvText.Row row : rows.subList(1, rows.size())) {
                Statement statement = csv.statement(row);
                statements.add(statement);
                kinds.add(statement.kind());
            }
            return new Import.Read(statements, kinds);
        } catch (CsvText.Broken e) {
            return new Import.Wrong(e.line(), e.column(), String.valueOf(e.getMessage()));
        } catch (Fault e) {
            return e.wrong;
        }
    }

    /// Why what a file says was declined, with the line and column of it where there is one.
    public static String placed(Bytes file, Optional<ItemKind> kind, Stated.Declined declined) {
        return declined.slip()
                .map(slip -> place(file, kind, slip) + declined.why())
                .orElse(declined.why());
    }

    private static String place(Bytes file, Optional<ItemKind> kind, Stated.Slip slip) {
        try {
            List<CsvText.Row> rows = CsvText.read(text(file));
            SiteCsv csv = new SiteCsv(kind, header(rows.getFirst()));
            for (CsvText.Row row : rows.subList(1, rows.size())) {
                csv.statement(row);
            }
            Integer line = csv.seen.get(slip.kind().word() + " " + slip.key());
            return line == null
                    ? ""
                    : new Import.Wrong(line, csv.column(slip.kind(), slip.field()), "").toString();
        } catch (CsvText.Broken | Fault e) {
            throw new IllegalArgumentException("a file that was read before", e);
        }
    }

    /// The column of a field, from 1; 0 for none.
    private int column(ItemKind of, String field) {
        for (int i = 0; i < names.size(); i++) {
            if (field(of, names.get(i)).filter(one -> one.name().equals(field)).isPresent()) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String text(Bytes file) throws Fault {
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            try {
                String text =
                        charset.newDecoder().decode(ByteBuffer.wrap(file.toArray())).toString();
                return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
            } catch (CharacterCodingException e) {
                // The next one may fit.
            }
        }
        throw new Fault(0, 0, "the text is neither UTF-8 nor GB18030");
    }

    private static List<String> header(CsvText.Row row) {
        return row.cells().stream().map(String::strip).toList();
    }

    private void checkHeader(int line) throws Fault {
        Set<String> before = new HashSet<>();
        boolean says = false;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!before.add(name.toLowerCase(Locale.ROOT))) {
                throw new Fault(line, i + 1, "field " + name + " is named twice");
            }
            if (name.equalsIgnoreCase(KIND)) {
                says = true;
            } else if (kind.isPresent()
                    ? field(kind.get(), name).isEmpty()
                    : EnumSet.allOf(ItemKind.class).stream()
                            .allMatch(each -> field(each, name).isEmpty())) {
                throw new Fault(
                        line,
                        i + 1,
                        "no field "
                                + name
                                + kind.map(each -> " of " + each.word() + ", expected " + all(each))
                                        .orElse(""));
            }
        }
        if (!says && kind.isEmpty()) {
            throw new Fault(line, 0, "neither a column kind nor a kind for the whole file");
        }
    }

    private static String all(ItemKind kind) {
        List<String> names = new ArrayList<>();
        kind.fields().forEach(field -> names.add(field.name()));
        names.add(ItemKind.ROLES);
        return String.join(", ", names);
    }

    private static Optional<ItemField> field(ItemKind kind, String name) {
        String bare =
                name.length() > YUAN.length()
                                && name.regionMatches(
                                        true, name.length() - YUAN.length(), YUAN, 0, YUAN.length())
                        ? name.substring(0, name.length() - YUAN.length()) + "Fen"
                        : name;
        return kind.field(bare).or(() -> kind.wireField(bare));
    }

    private Statement statement(CsvText.Row row) throws Fault {
        if (row.cells().size() > names.size()) {
            throw new Fault(
                    row.line(),
                    0,
                    row.cells().size() + " cells, expected " + names.size() + " as in the header");
        }
        ItemKind of = kind(row);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < row.cells().size(); i++) {
            String cell = row.cells().get(i).strip();
            if (!cell.isEmpty() && !names.get(i).equalsIgnoreCase(KIND)) {
                put(fields, of, row.line(), i, cell);
            }
        }
        String key =
                of.key(fields)
                        .orElseThrow(() ->
                                new Fault(
                                        row.line(),
                                        0,
                                        "a part of the key is missing, expected "
                                                + String.join(
                                                        " and ",
                                                        of.keys().stream()
                                                                .map(ItemField::name)
                                                                .toList())));
        checkMeeting(of, fields, row.line());
        Integer before = seen.put(of.word() + " " + key, row.line());
        if (before != null) {
            throw new Fault(
                    row.line(), 0, of.word() + " " + key + " stands in line " + before + " too");
        }
        of.keys().forEach(each -> fields.remove(each.name()));
        return Statement.now(of, key, fields);
    }

    private void checkMeeting(ItemKind of, Map<String, String> fields, int line) throws Fault {
        Optional<Flaw> flaw = of == ItemKind.MEETING ? Meeting.fault(fields) : Optional.empty();
        if (flaw.isPresent()) {
            throw new Fault(line, column(of, flaw.get().field()), flaw.get().why());
        }
    }

    private ItemKind kind(CsvText.Row row) throws Fault {
        for (int i = 0; i < row.cells().size(); i++) {
            if (names.get(i).equalsIgnoreCase(KIND) && !row.cells().get(i).isBlank()) {
                String word = row.cells().get(i).strip();
                int column = i + 1;
                ItemKind said =
                        ItemKind.of(word)
                                .orElseThrow(
                                        () -> new Fault(row.line(), column, "no kind " + word));
                if (kind.isPresent() && kind.get() != said) {
                    throw new Fault(
                            row.line(),
                            column,
                            "kind is " + word + ", expected " + kind.get().word());
                }
                return said;
            }
        }
        return kind.orElseThrow(() -> new Fault(row.line(), 0, "the kind is missing"));
    }

    private void put(Map<String, String> fields, ItemKind of, int line, int index, String cell)
            throws Fault {
        String name = names.get(index);
        ItemField field =
                field(of, name)
                        .orElseThrow(() ->
                                new Fault(
                                        line, index + 1, "no field " + name + " of " + of.word()));
        boolean secret = field.name().equals(Statement.PASSWORD);
        boolean yuan = name.toLowerCase(Locale.ROOT).endsWith("yuan");
        String value =
                yuan
                        ? fen(cell)
                        : name.equalsIgnoreCase("UserType")
                                ? USER_TYPES.getOrDefault(cell, cell)
                                : cell;
        Optional<String> read =
                field.form().read(value).filter(text -> !secret || Statement.isPassword(text));
        if (read.isEmpty()) {
            throw new Fault(
                    line,
                    index + 1,
                    name
                            + (secret ? " cannot be a password" : " is " + cell)
                            + ", expected "
                            + (yuan ? "an amount such as 12.50" : field.form().expected()));
        }
        fields.put(field.name(), read.get());
    }

    /// The amount in fen; what is no amount stays what it is not.
    private static String fen(String yuan) {
        Matcher parts = AMOUNT.matcher(yuan);
        if (!parts.matches()) {
            return "";
        }
        String cents = parts.group(3) == null ? "00" : (parts.group(3) + "0").substring(0, 2);
        return parts.group(1) + Long.parseLong(parts.group(2) + cents);
    }
}
