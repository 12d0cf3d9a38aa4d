package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in an order for a template or a picture, which are too large to be written down with
/// every order: `@` and the SHA-256 of the content in lower case hex.
public final class ContentReference {
    private static final Pattern REFERENCE = Pattern.compile("@([0-9a-f]{64})");

    private ContentReference() {}

    /// The reference to the content of digest `sha256`.
    public static String to(String sha256) {
        return "@" + sha256;
    }

    /// The digest that `value` refers to; empty when it is no reference.
    static Optional<String> digest(String value) {
        Matcher reference = REFERENCE.matcher(value);
        return reference.matches() ? Optional.of(reference.group(1)) : Optional.empty();
    }

    /// The order with the contents in place of the references; empty when one is not there. What
    /// says how long a content is counts anew then.
    static Optional<Order> resolved(
            CommandForm form, Order order, Function<String, Optional<Bytes>> contents) {
        Map<String, String> fields = new LinkedHashMap<>(order.fields());
        for (Map.Entry<String, String> each : order.fields().entrySet()) {
            ValueForm.Stored stored = stored(form, each.getKey());
            Optional<String> digest = digest(each.getValue());
            if (stored != ValueForm.Stored.NOTHING && digest.isPresent()) {
                Optional<Bytes> content = contents.apply(digest.get());
                if (content.isEmpty()) {
                    return Optional.empty();
                }
                fields.put(each.getKey(), text(stored, content.get()));
                fields.keySet().removeIf(name -> name.equalsIgnoreCase(CommandForm.SIZE));
            }
        }
        return Optional.of(new Order(order.name(), order.argument(), fields));
    }

    private static ValueForm.Stored stored(CommandForm form, String field) {
        return form.parameter(field)
                .map(parameter -> parameter.form().stored())
                .orElse(ValueForm.Stored.NOTHING);
    }

    private static String text(ValueForm.Stored stored, Bytes content) {
        return switch (stored) {
            case NOTHING -> throw new IllegalArgumentException("nothing is stored for it");
            case TEXT -> content.asLatin1();
            case PICTURE -> Base64.getEncoder().encodeToString(content.toArray());
        };
    }
}
