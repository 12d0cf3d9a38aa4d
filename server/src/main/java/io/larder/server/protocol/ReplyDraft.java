package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A reply while it is read. The first value of a key counts.
final class ReplyDraft {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final int mostValues;
    private @Nullable String id;
    private @Nullable String serial;
    private @Nullable String returned;
    private @Nullable String command;
    private @Nullable String fileName;
    private @Nullable Bytes content;

    /// A reply of at most that many values.
    ReplyDraft(int mostValues) {
        this.mostValues = mostValues;
    }

    /// How many values it has.
    int size() {
        return values.size();
    }

    /// Takes `key=value`; a text without `=` says nothing.
    void put(String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            return;
        }
        String value = part.substring(equals + 1).strip();
        switch (part.substring(0, equals).strip().toUpperCase(Locale.ROOT)) {
            case "ID" -> id = id == null ? value : id;
            case "SN" -> serial = serial == null ? value : serial;
            case "RETURN" -> returned = returned == null ? value : returned;
            case "CMD" -> command = command == null ? value : command;
            case "FILENAME" -> fileName = fileName == null ? value : fileName;
            default -> putValue(part);
        }
    }

    /// Takes `key=value` whatever the key is.
    void putValue(String part) {
        int equals = part.indexOf('=');
        if (equals > 0 && values.size() < mostValues) {
            values.putIfAbsent(
                    part.substring(0, equals).strip(), part.substring(equals + 1).strip());
        }
    }

    void content(Bytes all) {
        content = all;
    }

    boolean hasContent() {
        return content != null;
    }

    boolean hasId() {
        return id != null;
    }

    boolean isInfo() {
        return "INFO".equalsIgnoreCase(command);
    }

    boolean isReply() {
        return id != null && !id.isEmpty() && returned != null;
    }

    /// The reply; only when [#isReply].
    CommandReply reply(Bytes raw) {
        String result = returned == null ? "" : returned;
        OptionalLong code =
                NUMBER.matcher(result).matches()
                        ? OptionalLong.of(Long.parseLong(result))
                        : OptionalLong.empty();
        return new CommandReply(
                id == null ? "" : id,
                Optional.ofNullable(serial).filter(named -> !named.isEmpty()),
                result,
                code,
                command == null ? "" : command,
                values,
                Optional.ofNullable(content).map(all -> sized(all, code)),
                fileName == null ? "" : fileName,
                raw);
    }

    /// Some terminals end the content with a line feed that is not part of the file: when the
    /// result is the file's size, it tells.
    private static Bytes sized(Bytes all, OptionalLong code) {
        int size = all.length() - 1;
        return size > 0 && code.orElse(-1) == size && all.at(size) == '\n'
                ? all.slice(0, size)
                : all;
    }
}
