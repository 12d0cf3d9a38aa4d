package io.larder.server.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Why an order cannot be given. What a line feed in a name could do: begin a new command. Sources:
/// PROTOCOL.md 3.1; traps T-020, T-087.
final class OrderFaults {
    /// What a terminal takes in one answer at most, in bytes.
    private static final int LONGEST_BYTES = 900_000;

    private static final Pattern NAME = Pattern.compile("[~A-Za-z0-9_.-]{1,64}");

    private final CommandForm form;
    private final Order order;

    private OrderFaults(CommandForm form, Order order) {
        this.form = form;
        this.order = order;
    }

    static Optional<String> of(CommandForm form, Order order) {
        OrderFaults faults = new OrderFaults(form, order);
        return faults.argument()
                .or(faults::names)
                .or(faults::needs)
                .or(faults::places)
                .or(faults::values)
                .or(() -> form.misfit(order))
                .or(faults::size)
                .map(fault -> form.name() + ": " + fault);
    }

    private Optional<String> argument() {
        String argument = order.argument();
        if (form.layout() != Layout.ARGUMENT) {
            return argument.isEmpty()
                    ? Optional.empty()
                    : Optional.of("has an argument, expected " + OrderWords.help(form));
        }
        return form.parameters().stream()
                .findFirst()
                .flatMap(parameter ->
                        argument.isBlank()
                                ? Optional.of(missing(parameter))
                                : value(parameter, argument));
    }

    private Optional<String> names() {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : order.fields().keySet()) {
            boolean known = form.layout() != Layout.ARGUMENT && form.parameter(name).isPresent();
            if (!NAME.matcher(name).matches() || !known) {
                return Optional.of(
                        "knows no field '" + shown(name) + "', expected " + OrderWords.help(form));
            }
            if (!seen.add(name)) {
                return Optional.of("names " + name + " twice, expected it once");
            }
        }
        return form.isOpen() && seen.isEmpty()
                ? Optional.of("names nothing, expected " + OrderWords.help(form))
                : Optional.empty();
    }

    private Optional<String> needs() {
        Map<Parameter, String> values = form.values(order);
        return form.layout() == Layout.ARGUMENT
                ? Optional.empty()
                : form.parameters().stream()
                        .filter(each ->
                                each.isNeeded() || (each.names() && values.containsKey(each)))
                        .filter(each -> values.getOrDefault(each, "").isBlank())
                        .findFirst()
                        .map(OrderFaults::missing);
    }

    /// Where the place says which value is meant, none may be missing before another.
    private Optional<String> places() {
        if (!form.layout().isPositional()) {
            return Optional.empty();
        }
        Map<Parameter, String> values = form.values(order);
        return form.parameters().stream()
                .limit(values.size())
                .filter(each -> !values.containsKey(each))
                .findFirst()
                .map(OrderFaults::missing);
    }

    private Optional<String> values() {
        for (var each : form.values(order).entrySet()) {
            Optional<String> fault = value(each.getKey(), each.getValue());
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<String> size() {
        long bytes = order.argument().getBytes(StandardCharsets.UTF_8).length;
        for (String value : order.fields().values()) {
            bytes += value.getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes <= LONGEST_BYTES
                ? Optional.empty()
                : Optional.of("has " + bytes + " bytes, expected at most " + LONGEST_BYTES);
    }

    private static Optional<String> value(Parameter parameter, String value) {
        if (value.codePoints().anyMatch(OrderFaults::isUnwritable)) {
            return Optional.of(
                    parameter.name()
                            + " holds a control character, expected one line of text without TAB");
        }
        if (parameter.form().fits().test(value)) {
            return Optional.empty();
        }
        String found = parameter.secret() ? "not shown" : "'" + shown(value) + "'";
        return Optional.of(
                parameter.name() + " is " + found + ", expected " + parameter.form().expected());
    }

    private static String missing(Parameter parameter) {
        return parameter.name() + " is missing, expected " + parameter.form().expected();
    }

    /// Ends a line or a field, or cannot be encoded (half of a pair).
    private static boolean isUnwritable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    private static String shown(String text) {
        String safe =
                text.codePoints()
                        .map(c -> isUnwritable(c) ? '?' : c)
                        .limit(40)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return safe.length() < text.length() ? safe + "…" : safe;
    }
}
