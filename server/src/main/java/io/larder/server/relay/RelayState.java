package io.larder.server.relay;

import io.larder.storage.Position;
import java.util.List;
import java.util.Optional;

/// How one upstream is doing.
///
/// - `connected`: the last exchange succeeded; `sinceMillis`: wall clock of the last change of
///   that.
/// - `next`: everything before it is upstream, as far as the upstream has said.
/// - `backlog`: entries from there to the journal's end.
/// - `lastError`: why it is or last was not connected; `retryMillis`: the wait that was begun then,
///   0 when connected.
/// - `held`: why nothing may be sent for now, if so.
/// - `carried`: bytes put on the line since the start.
/// - `sent`: records taken by the upstream since the start; `alarms`: what a person must see.
public record RelayState(
        String name,
        boolean connected,
        long sinceMillis,
        Position next,
        long backlog,
        Optional<String> lastError,
        long retryMillis,
        Optional<String> held,
        long carried,
        long sent,
        List<String> alarms) {
    /// Keeps an unchangeable copy.
    public RelayState {
        alarms = List.copyOf(alarms);
    }
}
