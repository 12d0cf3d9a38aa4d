package io.larder.server.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import org.jspecify.annotations.Nullable;

/// Writes one JSON object member by member, without a map in between: for what is written a
/// thousand times a second. The names are those of the caller's own and need no escape.
final class JsonLine {
    /// What stands for each character that cannot stand for itself; null for the others.
    private static final @Nullable String[] ESCAPES = escapes();

    private final StringBuilder out;

    /// With room for about so many characters.
    JsonLine(int characters) {
        this.out = new StringBuilder(characters).append('{');
    }

    void member(String name, String text) {
        name(name).append('"');
        quote(text);
        out.append('"');
    }

    void member(String name, long number) {
        name(name).append(number);
    }

    void member(String name, boolean flag) {
        name(name).append(flag);
    }

    /// A member whose value is JSON already.
    void json(String name, String value) {
        name(name).append(value);
    }

    /// All members of an object that is JSON already.
    void members(String object) {
        if (object.length() > "{}".length()) {
            comma();
            out.append(object, 1, object.length() - 1);
        }
    }

    /// The whole object; nothing more may follow.
    String end() {
        return out.append('}').toString();
    }

    /// Copies what needs no escape in one piece.
    private void quote(String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String escape = c < ESCAPES.length ? ESCAPES[c] : null;
            if (escape != null) {
                out.append(text, from, i).append(escape);
                from = i + 1;
            }
        }
        out.append(text, from, text.length());
    }

    private static @Nullable String[] escapes() {
        @Nullable String[] escapes = new String['\\' + 1];
        for (char c = 0; c < escapes.length; c++) {
            String plain = String.valueOf(c);
            String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(plain));
            escapes[c] = quoted.equals(plain) ? null : quoted;
        }
        return escapes;
    }

    private StringBuilder name(String name) {
        comma();
        return out.append('"').append(name).append("\":");
    }

    private void comma() {
        if (out.length() > 1) {
            out.append(',');
        }
    }
}
