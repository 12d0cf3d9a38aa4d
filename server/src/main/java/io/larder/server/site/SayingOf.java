package io.larder.server.site;

import io.larder.server.json.Json;
import io.larder.server.record.Record;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records of attendance and meeting terminals in the words of the site's data.
final class SayingOf {
    private static final List<String> PERSON =
            List.of(
                    "name",
                    "privilege",
                    "card",
                    "group",
                    "timeZone",
                    "verify",
                    "viceCard",
                    "validFrom",
                    "validTo");

    private static final List<String> NUMBERS = List.of("privilege", "group", "verify");

    private static final List<String> TEMPLATE = List.of("valid", "duress", "format");

    /// What stands for a version that nobody says.
    static final String UNKNOWN = "unknown";

    private static final Pattern DOT = Pattern.compile("\\.");

    private SayingOf() {}

    /// What a person's record says, without number and password.
    static Map<String, String> person(Record record) {
        return person(record.fields());
    }

    /// The same of a record's fields as JSON.
    static Map<String, String> person(String fields) {
        return person(Json.read(fields));
    }

    /// A card of nothing but zeros is said: it is none.
    private static Map<String, String> person(Map<String, Object> fields) {
        Map<String, String> said = some(fields, PERSON);
        // What is no number cannot be told to anybody.
        Stream.of("validFrom", "validTo")
                .forEach(name -> said.computeIfPresent(name, (_, value) -> local(value)));
        NUMBERS.forEach(name -> said.computeIfPresent(name, (_, value) -> number(value)));
        if (fields.containsKey("cardRaw")) {
            said.putIfAbsent("card", Item.NO_CARD);
        }
        return said;
    }

    /// Meeting terminals name an offset, for which others have no place.
    private static String local(String value) {
        return Moment.read(value)
                .filter(Moment::hasOffset)
                .map(moment -> moment.substring(0, Moment.LOCAL))
                .orElse(value);
    }

    /// What a meeting terminal says of a person's card, which it tells apart from the person; a
    /// lost one is none. Nothing of a card that is no number: others could not be told of the
    /// person then (trap T-101).
    static Item.Saying card(Map<String, Object> fields) {
        boolean second = text(fields, "cardType").equals("1");
        boolean lost = text(fields, "lossFlag").equals("1");
        String card = text(fields, "card");
        Map<String, String> said = new LinkedHashMap<>();
        if (ItemField.Form.NUMBER.read(card).isPresent()) {
            said.put(second ? "viceCard" : "card", lost ? Item.NO_CARD : card);
        }
        return new Item.Saying(ItemKind.PERSON, text(fields, "pin"), said, Optional.empty());
    }

    private static @Nullable String number(String value) {
        return ItemField.Form.INTEGER.read(value).orElse(null);
    }

    static Item.Saying template(Map<String, Object> fields, Taker taker) {
        Map<String, String> said = some(fields, TEMPLATE);
        said.put(ItemKind.CONTENT, text(fields, "sha256"));
        String type = text(fields, "type");
        String version = text(fields, "version");
        String known = version.isEmpty() ? taker.version(Integer.parseInt(type)) : version;
        String key =
                String.join(
                        "/",
                        text(fields, "pin"),
                        type,
                        number(fields, "no"),
                        number(fields, "index"),
                        algorithm(type, known));
        return new Item.Saying(ItemKind.TEMPLATE, key, said, Optional.empty());
    }

    /// The key of a template once the version of its terminal is known; empty when it has one, or
    /// there still is none.
    static Optional<String> withVersion(String key, Taker taker) {
        if (!key.endsWith("/" + UNKNOWN)) {
            return Optional.empty();
        }
        String front = key.substring(0, key.length() - UNKNOWN.length());
        String type = key.split("/", 3)[1];
        String version = algorithm(type, taker.version(Integer.parseInt(type)));
        return version.equals(UNKNOWN) ? Optional.empty() : Optional.of(front + version);
    }

    /// Of fingers and near-infrared faces only the number in front counts, however it is written.
    private static String algorithm(String type, String version) {
        boolean old = type.equals(TemplateOrders.FINGER) || type.equals(TemplateOrders.FACE);
        String counts = old ? DOT.split(version, 2)[0] : version;
        return counts.isEmpty() ? UNKNOWN : counts;
    }

    /// Empty for a picture that shows no person for good: that of a punch or of a finger.
    static Optional<Item.Saying> photo(Map<String, Object> fields) {
        String of = text(fields, "of");
        String use =
                switch (of) {
                    case "person" -> TemplateOrders.PICTURE;
                    case "face" -> text(fields, "type");
                    default -> "";
                };
        // A picture that comes as a file of its own is said once that is there.
        if (use.isEmpty() || text(fields, "pin").isEmpty() || text(fields, "sha256").isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> said = some(fields, List.of("fileName"));
        said.put(ItemKind.CONTENT, text(fields, "sha256"));
        return Optional.of(
                new Item.Saying(
                        ItemKind.PHOTO, text(fields, "pin") + "/" + use, said, Optional.empty()));
    }

    private static Map<String, String> some(Map<String, Object> fields, List<String> names) {
        Map<String, String> some = new LinkedHashMap<>();
        for (String name : names) {
            String value = text(fields, name);
            if (!value.isEmpty()) {
                some.put(name, value);
            }
        }
        return some;
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }

    private static String number(Map<String, Object> fields, String name) {
        String text = text(fields, name);
        return text.isEmpty() ? "0" : text;
    }
}
