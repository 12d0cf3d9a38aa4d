package io.larder.server.command;

import io.larder.server.protocol.Order;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The orders by which a terminal is asked for the punches of one whole day. Source: PROTOCOL.md
/// 3.5 "VERIFY SUM", "ACCOUNT".
public final class DayOrders {
    /// Counts and sends nothing.
    public static final String SUM = "VERIFY SUM ATTLOG";

    /// Counts, and sends all again when it is told to.
    public static final String ACCOUNT = "ACCOUNT";

    private static final String BEGIN = " 00:00:00";
    private static final String END = " 23:59:59";
    private static final String RESEND = "resend";

    private DayOrders() {}

    /// How many there are.
    public static Order sum(LocalDate day) {
        return order(SUM, "StartTime", day + BEGIN, "EndTime", day + END, Map.of());
    }

    /// The same, for a terminal that does not know the other one: fewer than none it never has.
    public static Order count(LocalDate day) {
        return order(ACCOUNT, "Start", day + BEGIN, "End", day + END, Map.of("Count", "0"));
    }

    /// All of them once more.
    public static Order again(LocalDate day) {
        return order(ACCOUNT, "Start", day + BEGIN, "End", day + END, Map.of("Count", RESEND));
    }

    private static Order order(
            String name,
            String from,
            String begin,
            String to,
            String end,
            Map<String, String> more) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(from, begin);
        fields.put(to, end);
        fields.putAll(more);
        return new Order(name, "", fields);
    }

    /// True when the order only asks for everything again.
    public static boolean isAgain(Order order) {
        return RESEND.equalsIgnoreCase(order.fields().getOrDefault("Count", ""));
    }

    /// The day that an order asks for; empty for another order, or another span of time.
    public static Optional<LocalDate> day(Order order) {
        return switch (order.name()) {
            case SUM -> day(order, "StartTime", "EndTime");
            case ACCOUNT -> day(order, "Start", "End");
            default -> Optional.empty();
        };
    }

    private static Optional<LocalDate> day(Order order, String from, String to) {
        String begin = order.fields().getOrDefault(from, "");
        try {
            return begin.endsWith(BEGIN)
                            && order.fields().getOrDefault(to, "").equals(begin.replace(BEGIN, END))
                    ? Optional.of(
                            LocalDate.parse(begin.substring(0, begin.length() - BEGIN.length())))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
