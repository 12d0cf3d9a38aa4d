package io.larder.server.protocol.meeting;

import io.larder.server.protocol.OptionItems;
import io.larder.server.protocol.ReportFields;
import io.larder.server.protocol.Row;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a meeting terminal tells of itself: `dev.report`, and `dev.option.upload`, whose form
/// nobody describes. Source: PROTOCOL.md 6.4, best_report_fields.csv.
final class Reports {
    private static final String FUNCTIONS = "funcIds";
    private static final String REPORT = "REPORT";
    private static final String OPTIONS = "OPTIONS";

    /// Which room the terminal stands in: the only options that are told to it.
    private static final Set<String> ROOM =
            Set.of(
                    "meetRoomName",
                    "meetRoomManager",
                    "meetRoomLocation",
                    "meetRoomCapacity",
                    "meetRoomManagerPin");

    private static final int DEEPEST = 2;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private Reports() {}

    /// What a report says under the names that a report has, by name in small letters; the list of
    /// functions is there in any case.
    static Map<String, String> report(Message message) {
        Map<String, String> said = lower(values(message.params(), ReportFields::isOne));
        String functions =
                Values.list(message.params(), FUNCTIONS).stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(","));
        said.put(
                Abilities.FUNCTIONS,
                functions.isEmpty() ? Values.text(message.params(), FUNCTIONS) : functions);
        said.remove("sn");
        return said;
    }

    /// What options say, by name in small letters, as deep as they may be wrapped. Under a name
    /// that nobody knows there may be anything.
    static Map<String, String> options(Message message) {
        return lower(values(message.params(), Reports::isOption));
    }

    private static boolean isOption(String name) {
        return ROOM.contains(name) || ReportFields.isOne(name) || OptionItems.isKnown(name);
    }

    private static Map<String, String> lower(Map<String, String> values) {
        Map<String, String> lower = new TreeMap<>();
        values.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static Map<String, String> values(Map<String, Object> params, Predicate<String> known) {
        Map<String, String> values = new TreeMap<>();
        collect(params, known, values, DEEPEST);
        return values;
    }

    private static void collect(
            Map<String, Object> object,
            Predicate<String> known,
            Map<String, String> into,
            int deeper) {
        object.forEach((name, value) -> {
            if (value instanceof Map<?, ?> && deeper > 0) {
                collect(Values.asObject(value), known, into, deeper - 1);
            } else if (!(value instanceof List<?>) && known.test(name) && !Hidden.isSecret(name)) {
                into.putIfAbsent(name, Values.text(object, name));
            }
        });
    }

    /// The record of a report: how the terminal is.
    static List<Row> reported(Message message) {
        return state(REPORT, message, ReportFields::isOne);
    }

    /// The record of options; no row when nothing in them is understood.
    static List<Row> opted(Message message) {
        return state(OPTIONS, message, Reports::isOption);
    }

    private static List<Row> state(String table, Message message, Predicate<String> known) {
        Map<String, String> values = values(message.params(), known);
        if (values.isEmpty()) {
            return List.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "model", values.getOrDefault("devModel", ""));
        put(fields, "firmware", values.getOrDefault("fwVer", ""));
        fields.put("counts", joined(values, value -> NUMBER.matcher(value).matches()));
        fields.put("options", joined(values, value -> !NUMBER.matcher(value).matches()));
        RecordKey key =
                new RecordKey(table, "state", joined(values, _ -> true), RecordKey.Rule.STATE);
        return List.of(
                new Row.Read(
                        new Record(
                                Kind.TERMINAL_STATE,
                                key,
                                fields,
                                Hidden.but(message.params(), known))));
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static String joined(Map<String, String> values, Predicate<String> wanted) {
        return values.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty() && wanted.test(each.getValue()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }
}
