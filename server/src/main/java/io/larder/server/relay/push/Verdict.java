package io.larder.server.relay.push;

import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an answer to an upload or a reply means to a careful terminal. Sources: PROTOCOL.md 1.0.7;
/// traps T-010, T-011.
sealed interface Verdict {
    /// The server has it; `rows` is how many it says it took.
    record Taken(OptionalInt rows) implements Verdict {}

    /// The server does not want this body, however often it comes.
    record Refused(String why) implements Verdict {}

    /// The server does not want this terminal.
    record Unwelcome(String why) implements Verdict {}

    /// No sensible answer: the line or the server is in trouble.
    record Trouble(String why) implements Verdict {}

    /// `OK`, `OK:3`, `OK: 3`, with or without a line `POST from: SN` behind it.
    Pattern OK = Pattern.compile("(?is)OK\\s*(?::\\s*(\\d{1,9}))?\\s*(?:\\R.*)?");

    /// Statuses that are about who asks.
    Set<Integer> ABOUT_THE_TERMINAL = Set.of(401, 403, 404, 407, 410);

    /// Statuses of a server that wants the same again later.
    Set<Integer> LATER = Set.of(408, 409, 425, 429);

    /// Words with which servers turn a terminal away, status 200 all the same.
    Pattern TURNED_AWAY =
            Pattern.compile(
                    "(?is)(UNKNOWN|UNAUTH|FORBIDDEN|NOT REGISTERED|UNREGISTERED|DEVICE NOT).*");

    /// Judges the answer to something with a body.
    static Verdict of(Heard heard) {
        int status = heard.status();
        if (status == 200) {
            return ofText(heard);
        }
        if (ABOUT_THE_TERMINAL.contains(status)) {
            return new Unwelcome(heard.brief());
        }
        return status / 100 == 4 && !LATER.contains(status)
                ? new Refused(heard.brief())
                : new Trouble(heard.brief());
    }

    private static Verdict ofText(Heard heard) {
        String text = heard.text();
        Matcher ok = OK.matcher(text);
        if (ok.matches()) {
            String rows = ok.group(1);
            return new Taken(
                    rows == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(rows)));
        }
        if (heard.isHtml() || text.isEmpty()) {
            return new Trouble("a page or nothing in place of OK: " + heard.brief());
        }
        return TURNED_AWAY.matcher(text).matches()
                ? new Unwelcome(heard.brief())
                : new Refused("not OK: " + heard.brief());
    }
}
