package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The payload of a journal entry that says what a terminal asked for a card and what became of it:
/// the entry's serial is the terminal. The password is that of a card whose password changed; a
/// clear one is never here.
///
/// ```
/// CARD  {"service":…, "card":…, "accepted":…, "at":…, "passwordHash":…, "passwordSealed":…}
/// ```
public record CardEvent(
        CardService service,
        String card,
        boolean accepted,
        long at,
        String passwordHash,
        String passwordSealed) {
    /// The stored form.
    public byte[] write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("service", (long) service.number());
        out.put("card", card);
        out.put("accepted", accepted);
        out.put("at", at);
        out.put("passwordHash", passwordHash.isEmpty() ? null : passwordHash);
        out.put("passwordSealed", passwordSealed.isEmpty() ? null : passwordSealed);
        return Json.write(out).getBytes(UTF_8);
    }

    /// Reads the stored form; throws `IllegalArgumentException` for anything else.
    public static CardEvent read(byte[] payload) {
        Map<String, Object> said = Json.read(new String(payload, UTF_8));
        if (!(said.get("service") instanceof Long number)
                || !(said.get("card") instanceof String card)
                || !(said.get("at") instanceof Long at)) {
            throw new IllegalArgumentException("a card event without service, card or at");
        }
        return new CardEvent(
                CardService.of(number.intValue())
                        .orElseThrow(() -> new IllegalArgumentException("service is " + number)),
                card,
                Boolean.TRUE.equals(said.get("accepted")),
                at,
                String.valueOf(said.getOrDefault("passwordHash", "")),
                String.valueOf(said.getOrDefault("passwordSealed", "")));
    }

    /// The card once this is known.
    public Item applyTo(Item item) {
        if (!accepted) {
            return item;
        }
        return switch (service) {
            case LOST -> item.with(CardState.LOST, at);
            case RELEASED -> item.with(CardState.ACTIVE, at);
            case MAY_CHANGE -> item;
            case PASSWORD_CHANGED -> item.withPassword(passwordHash, passwordSealed, at);
        };
    }
}
