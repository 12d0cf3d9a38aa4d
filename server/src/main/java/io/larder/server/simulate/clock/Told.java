package io.larder.server.simulate.clock;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/// What the box said at the initialisation (PROTOCOL.md 4.2 to 4.5).
record Told(Map<String, String> options) {
    /// Before it said anything.
    static final Told NOTHING = new Told(Map.of());

    private static final int DELAY_SECONDS = 30;
    private static final String LIST = "TransData ";

    /// The pause between two polls.
    Duration delay() {
        int seconds = Fields.whole(options.getOrDefault("Delay", "")).orElse(DELAY_SECONDS);
        return Duration.ofSeconds(Math.max(1, seconds));
    }

    boolean mayPing() {
        return "1".equals(options.get("SupportPing"));
    }

    /// Whether TransFlag has things of `kind` sent by themselves: a string of digits, or
    /// `TransData` and a list. A box that says nothing of it wants everything.
    boolean wants(Words.Kind kind) {
        String flag = options.getOrDefault("TransFlag", "");
        if (flag.matches("[01]+")) {
            return kind.place < flag.length() && flag.charAt(kind.place) == '1';
        }
        if (flag.isEmpty()) {
            return true;
        }
        String list = flag.startsWith(LIST) ? flag.substring(LIST.length()) : "";
        return Arrays.asList(list.split("\t", -1)).contains(kind.token);
    }

    /// Takes `trail` back to where the box says that it is.
    void resume(Trail<?> trail, String stampName) {
        String stamp = options.get(stampName);
        if (stamp != null) {
            trail.resume(stamp);
        }
    }
}
