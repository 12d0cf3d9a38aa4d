package io.larder.server.protocol;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The fields with which a meeting terminal reports itself, from `best_report_fields.csv`: none of
/// them can hold a secret. Source: PROTOCOL.md 6.4.
public final class ReportFields {
    private static final Set<String> NAMES = load();

    private ReportFields() {}

    private static Set<String> load() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Resource.rows("best_report_fields.csv", 2).stream().map(List::getFirst).forEach(names::add);
        return names;
    }

    /// Whether it is one of them, in any case: firmware does not agree on `sn` either.
    public static boolean isOne(String name) {
        return NAMES.contains(name);
    }
}
