package io.larder.server.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Writes one JSON object member by member, without a map in between: for what is written a
/// thousand times a second. The names are those of the caller's own and need no escape.
final class JsonLine {
    private final StringBuilder out;

    /// With room for about so many characters.
    JsonLine(int characters) {
        this.out = new StringBuilder(characters).append('{');
    }

    void member(String name, String text) {
        name(name).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
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
