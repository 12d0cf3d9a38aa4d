package io.larder.server.terminal;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What a person may set about one terminal, by name. An empty value takes it back to what the
/// terminal says or the configuration has.
public final class Adjustments {
    /// Told instead of the configured machine type.
    public static final String MACHINE_TYPE = "machineType";

    /// Told instead of the configured protocol version; `none`: not told.
    public static final String PUSH_PROT_VER = "pushProtVer";

    /// Which site data it is to have.
    public static final String ROLE = "role";

    /// Whether rows are acknowledged with their number.
    public static final String OK_COUNT = "okCount";

    private record Rule(String form, String expected, Function<String, String> fact) {}

    private static final Map<String, Rule> RULES =
            new TreeMap<>(
                    Map.ofEntries(
                            rule(Facts.GPRS, "true|false", Facts::set),
                            rule(OK_COUNT, "true|false", Facts::set),
                            rule(
                                    ROLE,
                                    "[a-zA-Z0-9_-]{1,32}",
                                    "a word of letters and digits",
                                    Facts::set),
                            rule(MACHINE_TYPE, "0|1|2", Facts::set),
                            rule(
                                    PUSH_PROT_VER,
                                    "none|[01](\\.\\d{1,3}){1,3}|2\\.[0-3](\\.\\d{1,3}){0,2}",
                                    "none or a version below 2.4, such as 2.2.14",
                                    Facts::set),
                            rule("time.decoder", "auto|packed|unix-utc|unix-local", Facts::learned),
                            rule("wallet", "single|dual", Facts::learned),
                            rule("fulllog.layout", "opid-recno|recno-opid", Facts::learned),
                            rule("sync.end", "equals|bare", Facts::learned),
                            rule("coll.date", "blank|t|day", Facts::learned),
                            rule("fixed.name", "FIXED|FIXD", Facts::learned),
                            rule("user.password", "Password|PassWord", Facts::learned),
                            rule("subsidy.end", "enddate|downdate", Facts::learned),
                            rule("subsidy.date", "packed|iso", Facts::learned)));

    private Adjustments() {}

    private static Map.Entry<String, Rule> rule(
            String name, String form, Function<String, String> fact) {
        return rule(name, form, form.replace("|", " or "), fact);
    }

    private static Map.Entry<String, Rule> rule(
            String name, String form, String expected, Function<String, String> fact) {
        return Map.entry(name, new Rule(form, expected, fact));
    }

    /// The facts that `values` set. Throws `IllegalArgumentException` naming what is wrong and what
    /// was expected.
    public static Map<String, String> facts(Map<String, String> values) {
        Map<String, String> facts = new TreeMap<>();
        values.forEach((name, value) -> {
            Rule rule = RULES.get(name);
            if (rule == null) {
                throw new IllegalArgumentException(
                        name
                                + " cannot be set, expected one of "
                                + String.join(", ", RULES.keySet()));
            }
            if (!value.isEmpty() && !value.matches(rule.form())) {
                throw new IllegalArgumentException(
                        name + " is '" + value + "', expected " + rule.expected());
            }
            facts.put(rule.fact().apply(name), value);
        });
        return facts;
    }
}
