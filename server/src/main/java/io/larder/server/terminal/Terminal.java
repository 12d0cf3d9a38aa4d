package io.larder.server.terminal;

import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A terminal that was let in here or stands behind another box, with the facts known of it by name
/// (see [Facts]).
public record Terminal(Serial serial, Map<String, String> facts) {
    /// Keeps an unchangeable copy.
    public Terminal {
        facts = Map.copyOf(facts);
    }

    /// The family it belongs to; null until it said something that tells.
    public @Nullable Family family() {
        return Optional.ofNullable(facts.get(Facts.FAMILY)).map(Family::of).orElse(null);
    }

    /// The box that it stands behind; empty when it was let in here.
    public Optional<String> via() {
        return facts.containsKey(Facts.ADMITTED)
                ? Optional.empty()
                : Optional.ofNullable(facts.get(Facts.VIA));
    }

    /// The bookmark returned under the option `name`, `0` when there is none: never an empty text,
    /// which some firmware takes for "start over" (trap T-077).
    public String bookmark(String name) {
        return facts.getOrDefault(Facts.bookmark(name), "0");
    }
}
