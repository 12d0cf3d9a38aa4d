package io.larder.server.protocol;

import java.util.Optional;
import java.util.regex.Pattern;

/// Stamps as terminals send them: opaque, but one printable line, because they are sent back inside
/// the options text where a line end would forge an option. Sources: PROTOCOL.md 1.0.6; traps
/// T-007, T-077, T-087.
public final class Stamps {
    private static final Pattern FORM = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");

    private Stamps() {}

    /// The stamp in parameter `name`, empty when there is none, when it is `0` (rows that a query
    /// brought, or no bookmark yet) or when it is no stamp.
    public static Optional<String> read(Query query, String name) {
        return query.text(name).filter(Stamps::valid).filter(stamp -> !stamp.equals("0"));
    }

    /// True when `stamp` can be sent back to a terminal.
    public static boolean valid(String stamp) {
        return FORM.matcher(stamp).matches();
    }
}
