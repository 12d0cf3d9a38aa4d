package io.larder.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and values as text that a person reads: one line a value, lists of objects as blocks or
/// lines, nothing for what is absent.
final class Outline {
    private static final String INDENT = "  ";

    private Outline() {}

    /// A title with what belongs to it.
    static String of(String title, Object content) {
        StringBuilder out = new StringBuilder(title).append('\n');
        if (isEmpty(content)) {
            out.append(INDENT).append("none\n");
        } else if (content instanceof List<?> blocks) {
            blocks.forEach(block -> block(out, (Map<?, ?>) block));
        } else {
            members(out, (Map<?, ?>) content, INDENT);
        }
        return out.toString();
    }

    /// An object whose first value is its headline.
    private static void block(StringBuilder out, Map<?, ?> object) {
        Map.Entry<?, ?> first = object.entrySet().iterator().next();
        out.append(INDENT).append(first.getValue()).append('\n');
        Map<Object, Object> rest = new LinkedHashMap<>(object);
        rest.remove(first.getKey());
        members(out, rest, INDENT + INDENT);
    }

    private static void members(StringBuilder out, Map<?, ?> object, String indent) {
        int width =
                object.keySet().stream().mapToInt(name -> name.toString().length()).max().orElse(0);
        object.forEach((name, value) -> {
            if (value instanceof List<?> list
                    && !list.isEmpty()
                    && list.getFirst() instanceof Map) {
                out.append(indent).append(name).append('\n');
                list.forEach(each ->
                        out.append(indent).append(INDENT).append(inline(each)).append('\n'));
            } else if (value != null) {
                String padded = String.format("%-" + width + "s", name);
                out.append(indent).append(padded).append(INDENT).append(inline(value)).append('\n');
            }
        });
    }

    private static String inline(Object value) {
        if (isEmpty(value)) {
            return "none";
        }
        return switch (value) {
            case Map<?, ?> object -> {
                List<String> members = new ArrayList<>();
                object.forEach((name, member) -> {
                    if (member != null && !isEmpty(member)) {
                        members.add(name + " " + inline(member));
                    }
                });
                yield String.join(", ", members);
            }
            case List<?> list -> String.join(", ", list.stream().map(Outline::inline).toList());
            default -> String.valueOf(value);
        };
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Map<?, ?> object && object.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }
}
