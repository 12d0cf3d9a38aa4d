package io.larder.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Members of a JSON object that must be there in a certain form. Every complaint is an
/// `IllegalArgumentException` that names the member, the value and what was expected.
public record Fields(Map<String, Object> object) {
    /// The largest whole number that every JSON reader takes exactly.
    public static final long MAX_EXACT = (1L << 53) - 1;

    private static final int BOX_DIGITS = 16;

    /// `box`: the name of a store.
    public String box() {
        Object box = object.get("box");
        if (box instanceof String text && isBox(text)) {
            return text;
        }
        throw wrong("box", BOX_DIGITS + " hex digits");
    }

    private static boolean isBox(String text) {
        return text.length() == BOX_DIGITS
                && text.chars().allMatch(c -> HexFormat.isHexDigit(c) && !Character.isUpperCase(c));
    }

    /// A whole number in a range.
    public long number(String name, long least, long most) {
        if (object.get(name) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw wrong(name, "a whole number from " + least + " to " + most);
    }

    /// A text that may be absent.
    public Optional<String> text(String name, int longest) {
        Object value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && text.length() <= longest && canBeStored(text)) {
            return Optional.of(text);
        }
        throw wrong(name, "a text of at most " + longest + " characters, none of them half of one");
    }

    /// Half of a surrogate pair has no UTF-8: stored, it would come back as another text.
    private static boolean canBeStored(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    /// `version` must be the one we speak.
    public void version(int known) {
        if (!Long.valueOf(known).equals(object.get("version"))) {
            throw wrong("version", String.valueOf(known));
        }
    }

    private IllegalArgumentException wrong(String name, String expected) {
        String found = String.valueOf(object.get(name));
        String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
        return new IllegalArgumentException(name + " is " + shown + ", expected " + expected);
    }
}
