package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes the answer to an initialisation.
///
/// ```
/// GET OPTION FROM: <SN> LF   then for each option   key=value LF
/// ```
///
/// Sources: PROTOCOL.md 1.1.1, 1.2.1, 4.
public final class OptionText {
    private final StringBuilder text = new StringBuilder(640);
    private final Function<String, String> bookmarks;

    /// Begins the answer for `serial`; `bookmarks` gives the value kept under a name, or `0`.
    public OptionText(Serial serial, Function<String, String> bookmarks) {
        this.bookmarks = bookmarks;
        text.append("GET OPTION FROM: ").append(serial).append('\n');
    }

    /// Adds an option. Throws `IllegalArgumentException` when a control character in the value
    /// would break the line.
    public OptionText put(String key, Object value) {
        String written = value.toString();
        if (written.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new IllegalArgumentException(
                    "option " + key + " holds a control character, expected one line of text");
        }
        text.append(key).append('=').append(written).append('\n');
        return this;
    }

    /// Adds an option that is sent only when it has a value.
    public OptionText putIfSet(String key, @Nullable Object value) {
        return value == null ? this : put(key, value);
    }

    /// Adds bookmarks under their own names, `0` for those never set.
    public OptionText stamps(String... names) {
        for (String name : names) {
            put(name, bookmarks.apply(name));
        }
        return this;
    }

    /// Adds those of the bookmarks that were set.
    public OptionText stampsIfSet(String... names) {
        for (String name : names) {
            String value = bookmarks.apply(name);
            if (!value.equals("0")) {
                put(name, value);
            }
        }
        return this;
    }

    /// Adds `PushProtVer`: the lower of what both sides speak; nothing when `ours` is null.
    public OptionText version(@Nullable Version ours, @Nullable Version theirs) {
        return ours == null
                ? this
                : put(
                        "PushProtVer",
                        Version.lower(ours, theirs == null ? Version.UNNAMED : theirs));
    }

    /// Adds an empty line.
    public OptionText blankLine() {
        text.append('\n');
        return this;
    }

    public Bytes bytes() {
        return Bytes.utf8(text.toString());
    }

    /// `TimeZone`: hours for whole zones, minutes for part-hour ones (trap T-032).
    public static int timeZone(ZoneOffset zone) {
        int minutes = zone.getTotalSeconds() / 60;
        return minutes % 60 == 0 ? minutes / 60 : minutes;
    }
}
