package io.larder.server.proof;

import io.larder.server.record.Serial;
import java.util.List;
import java.util.Map;

/// An order for a terminal and what has to be at its place once it was carried out; no fields:
/// nothing is there.
///
/// @param name tells it from all others, also in the box's list
record Drawn(
        String name, Serial terminal, List<String> words, Place place, Map<String, String> fields) {
    /// Whether carrying it out a second time would do harm.
    boolean onlyOnce() {
        return switch (words.getFirst()) {
            case "REBOOT", "SHELL", "CLEAR" -> true;
            case "PutFile" -> words.get(1).endsWith(".tgz");
            default -> false;
        };
    }

    boolean isReboot() {
        return words.getFirst().equals("REBOOT");
    }

    @Override
    public String toString() {
        return name + " " + String.join(" ", words) + " for " + terminal;
    }
}
