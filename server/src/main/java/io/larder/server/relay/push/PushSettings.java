package io.larder.server.relay.push;

import io.larder.crypto.Secret;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a person decides about one server.
///
/// - `server`: where it is.
/// - `serials`: the terminals that are presented there; empty for all of canteen and attendance.
/// - `without`: tables that stay here, in any case.
/// - `commKey`: the binding key (`pushcommkey`) that terminals name there, if any.
/// - `orders`: whether its commands are taken over.
/// - `confirmed`: whether its commands count as confirmed: terminals would have obeyed it.
public record PushSettings(
        PushServer server,
        Set<String> serials,
        Set<String> without,
        Optional<Secret> commKey,
        boolean orders,
        boolean confirmed) {
    /// Keeps unchangeable copies, tables in capitals.
    public PushSettings {
        serials = Set.copyOf(serials);
        without =
                without.stream()
                        .map(each -> each.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// All terminals and tables, and the server's commands.
    public static PushSettings all(PushServer server) {
        return new PushSettings(server, Set.of(), Set.of(), Optional.empty(), true, true);
    }

    boolean presents(String serial) {
        return serials.isEmpty() || serials.contains(serial);
    }
}
