package io.larder.server.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which generations of terminals have a command. Terminals that name no version (`pushver`) are of
/// the oldest one. `old` holds the words for those, empty when they have none; `newer` is false
/// when only they know the command; `instead` says what the others are told. Source: PROTOCOL.md
/// 3.5; traps T-054, T-058.
record Generations(boolean differ, Optional<String> old, boolean newer, String instead) {
    /// All terminals know it, in the same words.
    static final Generations ALL = new Generations(false, Optional.empty(), true, "");

    /// Those without a version know it in other words.
    static Generations before(String words) {
        return new Generations(true, Optional.of(words), true, "");
    }

    /// Those without a version do not know it; `instead` is what does the same there, or empty.
    static Generations versionsOnly(String instead) {
        return new Generations(true, Optional.empty(), true, instead);
    }

    /// Only those without a version know it.
    static Generations noVersionsOnly(String words, String instead) {
        return new Generations(true, Optional.of(words), false, instead);
    }

    /// The words for terminals of version `pushver` where others are told `usual`.
    String words(String usual, @Nullable Version pushver) {
        return pushver == null ? old.orElse(usual) : usual;
    }

    /// What help says of it, behind what the command does.
    String note() {
        if (!differ) {
            return "";
        }
        String others = old.map(words -> ", written " + words + " for others").orElse("");
        return newer
                ? " (terminals that name a version" + others + ")"
                : " (terminals that name no version)";
    }

    /// Completes "terminal 7 …" when a terminal of version `pushver` has no words for `name`.
    Optional<String> objection(String name, @Nullable Version pushver) {
        boolean known = !differ || (pushver == null ? old.isPresent() : newer);
        return known
                ? Optional.empty()
                : Optional.of(
                        "is of a generation that has no "
                                + name
                                + (instead.isEmpty() ? "" : ", order " + instead));
    }
}
