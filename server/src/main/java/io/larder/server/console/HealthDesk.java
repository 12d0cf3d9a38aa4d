package io.larder.server.console;

import io.larder.server.watch.Standing;
import java.util.List;
import java.util.Map;

/// What probes are told: in one word whether the box lives and whether it takes uploads, and if
/// not, why.
public final class HealthDesk {
    private final Standing standing;

    public HealthDesk(Standing standing) {
        this.standing = standing;
    }

    /// Whether all its parts live: if not, only a new start helps.
    Reply live() {
        List<String> ailing = standing.ailing();
        return ailing.isEmpty()
                ? Reply.ok(Map.of("live", true))
                : Reply.refused(503, String.join("; ", ailing));
    }

    /// Whether an upload would be accepted.
    Reply ready() {
        return standing.refuses()
                .map(why -> Reply.refused(503, why))
                .orElseGet(() -> Reply.ok(Map.of("ready", true)));
    }
}
