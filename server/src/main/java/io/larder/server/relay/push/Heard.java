package io.larder.server.relay.push;

import io.larder.server.record.Bytes;
import java.util.Locale;

/// A whole answer: `type` is its content type in small letters, empty when it names none.
record Heard(int status, String type, Bytes body) {
    private static final int SHOWN = 60;

    /// Without what surrounds it.
    String text() {
        return body.asLatin1().strip();
    }

    boolean isHtml() {
        return type.contains("html") || text().startsWith("<");
    }

    /// Whether it is a page or a list of somebody else's in place of an answer to a terminal.
    boolean says(String word) {
        return text().toUpperCase(Locale.ROOT).startsWith(word);
    }

    /// For messages.
    String brief() {
        String said = text().lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7E]", "?");
        String shown = said.length() > SHOWN ? said.substring(0, SHOWN) + "…" : said;
        return "status " + status + (shown.isEmpty() ? ", no body" : ": " + shown);
    }
}
