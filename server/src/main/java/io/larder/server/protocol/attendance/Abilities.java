package io.larder.server.protocol.attendance;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.Order;
import java.util.Map;
import java.util.Optional;

/// What a terminal says that it takes, and what it cannot be told for that reason. Sources:
/// PROTOCOL.md 1.2.7; trap T-069.
final class Abilities {
    /// Fingers are taken, faces and pictures of people are not, where INFO does not say.
    private static final String USUAL = "100";

    private Abilities() {}

    static Optional<String> objection(Order order, Audience audience, Map<String, String> said) {
        String taken = flags(said).orElse("");
        return switch (order.name()) {
            case "DATA UPDATE FINGERTMP" -> missing(taken, 0, "fingerprints");
            case "DATA UPDATE FACE" -> missing(taken, 1, "faces");
            case "DATA UPDATE USERPIC" -> missing(taken, 2, "pictures of people");
            case "DATA UPDATE USERINFO" -> longCard(order, audience);
            default -> Optional.empty();
        };
    }

    /// The digits that the last INFO says, `1` for what is taken: fingerprints, faces, pictures.
    /// Empty when there never was an INFO: nothing is known then.
    private static Optional<String> flags(Map<String, String> said) {
        return Optional.ofNullable(said.get("poll.flags"))
                .or(() -> said.containsKey("firmware") ? Optional.of(USUAL) : Optional.empty());
    }

    private static Optional<String> missing(String taken, int place, String what) {
        String known = taken.length() > place ? taken : taken + USUAL.substring(taken.length());
        return taken.isEmpty() || known.charAt(place) != '0'
                ? Optional.empty()
                : Optional.of("says that it takes no " + what);
    }

    private static Optional<String> longCard(Order order, Audience audience) {
        return audience.pushver() == null
                        && order.value("Card").filter(AttendanceForms::isLongCard).isPresent()
                ? Optional.of(
                        "is of a generation that has no room for a card number above 4294967295")
                : Optional.empty();
    }
}
