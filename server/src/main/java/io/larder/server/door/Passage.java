package io.larder.server.door;

import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Targets on a door's port that are not the terminals' plain HTTP but Helidon's business, such as
/// WebSocket upgrades. `prefixes` are the beginnings of such targets (`/best`), `selector` makes
/// the connection for them, `routing` tells the server what is behind it.
record Passage(
        List<String> prefixes,
        Optional<ServerConnectionSelector> selector,
        Consumer<WebServerConfig.Builder> routing) {
    /// What the first bytes of a connection say.
    enum Verdict {
        OURS,
        THEIRS,
        /// More bytes are needed.
        OPEN
    }

    /// No such targets: everything is the terminals'.
    static Passage none() {
        return new Passage(List.of(), Optional.empty(), _ -> {});
    }

    /// Judges the beginning of a connection; an upgrade is always a `GET`.
    Verdict judge(String first) {
        Verdict verdict = Verdict.OURS;
        for (String prefix : prefixes) {
            String wanted = "GET " + prefix;
            if (first.startsWith(wanted)) {
                return Verdict.THEIRS;
            }
            if (wanted.startsWith(first)) {
                verdict = Verdict.OPEN;
            }
        }
        return verdict;
    }
}
