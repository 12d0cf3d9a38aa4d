package io.larder.server.site;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What somebody says of one item: `fields` are a patch over what was said before, in house words;
/// a `deleted` one takes the item away. `at` is when it came to be so, wall clock in milliseconds.
///
/// In the journal a password stands only as `passwordHash` and `passwordSealed`.
public record Statement(
        ItemKind kind, String key, long at, boolean deleted, Map<String, String> fields) {
    /// For `at`: it is so from now on, whatever was said before.
    public static final long NOW = 0;

    /// The field of a clear password, on the way to [Site#state] only.
    public static final String PASSWORD = "password";

    static final String PASSWORD_HASH = "passwordHash";
    static final String PASSWORD_SEALED = "passwordSealed";
    static final String STATE = "state";

    /// Keeps an unchangeable copy in order.
    public Statement {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// Fields of an item, as they are from now on.
    public static Statement now(ItemKind kind, String key, Map<String, String> fields) {
        return new Statement(kind, key, NOW, false, fields);
    }

    /// An item that is there no more.
    public static Statement gone(ItemKind kind, String key) {
        return new Statement(kind, key, NOW, true, Map.of());
    }

    /// Whether a text can be the password of a card: what terminals could not be told cannot.
    public static boolean isPassword(String text) {
        return !text.isEmpty()
                && text.length() <= SiteLimits.PASSWORD_CHARS
                && text.equals(text.strip())
                && ItemField.isPlain(text);
    }

    Statement at(long millis) {
        return new Statement(kind, key, millis, deleted, fields);
    }

    Statement with(Map<String, String> others) {
        return new Statement(kind, key, at, deleted, others);
    }

    /// Without values: a password may be among them.
    @Override
    public String toString() {
        return "Statement[%s %s at %d%s %s]"
                .formatted(kind.word(), key, at, deleted ? " deleted" : "", fields.keySet());
    }
}
