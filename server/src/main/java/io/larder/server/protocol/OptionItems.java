package io.larder.server.protocol;

import io.larder.server.protocol.OrderTraits.Guard;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The items of SET OPTION, from `set_option_items.csv`: what they hold, how they are guarded,
/// whether they are secret. Firmware has more than the documents name: unknown items pass as text,
/// guarded or hidden when their name tells of an address or a password. Sources: PROTOCOL.md 3.4,
/// 3.5; trap T-090.
public final class OptionItems {
    private static final Pattern ADDRESSES =
            Pattern.compile(
                    "(?i).*(server|svr|proxy|url|dns|gate|ipaddr|netmask|dhcp|wifi|ssid|port|ip)$"
                            + "|(?i).*(server|svr|proxy|url|dns|wifi|https?|ethernet).*");
    private static final Pattern SECRETS =
            Pattern.compile("(?i).*(pass|pwd|psw|secret|token|key)$|(?i).*(passw|pwd|secret).*");

    private static final Map<String, Parameter> BY_NAME = load();

    private OptionItems() {}

    /// The item called `name`, in any case; an unknown one under the name given.
    public static Parameter parameter(String name) {
        Parameter known = BY_NAME.get(name);
        return known == null ? unknown(name) : known;
    }

    /// Whether the documents name that item.
    public static boolean isKnown(String name) {
        return BY_NAME.containsKey(name);
    }

    private static Parameter unknown(String name) {
        Parameter item =
                Parameter.optional(name, ValueForm.TEXT)
                        .guarded(ADDRESSES.matcher(name).matches() ? Guard.POWERFUL : Guard.NONE);
        return SECRETS.matcher(name).matches() ? item.hidden() : item;
    }

    private static Map<String, Parameter> load() {
        Map<String, Parameter> items = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (List<String> row : Resource.rows("set_option_items.csv", 4)) {
            for (String name : names(row.get(0))) {
                Parameter item =
                        Parameter.optional(name, form(row.get(1)))
                                .guarded(Guard.valueOf(row.get(2).toUpperCase(Locale.ROOT)));
                items.put(name, row.get(3).equals("yes") ? item.hidden() : item);
            }
        }
        return items;
    }

    /// `AutoAlarm1..50` stands for fifty names.
    private static List<String> names(String item) {
        int range = item.indexOf("1..");
        return range < 0
                ? List.of(item)
                : IntStream.rangeClosed(1, Integer.parseInt(item.substring(range + 3)))
                        .mapToObj(number -> item.substring(0, range) + number)
                        .toList();
    }

    private static ValueForm form(String word) {
        return switch (word) {
            case "text" -> ValueForm.TEXT;
            case "integer" -> ValueForm.INTEGER;
            case "clock" -> ValueForm.PACKED_TIME;
            case "address" -> ValueForm.ADDRESS;
            default ->
                    throw new IllegalStateException(
                            "set_option_items.csv has the form '"
                                    + word
                                    + "', expected text, integer, clock or address");
        };
    }
}
