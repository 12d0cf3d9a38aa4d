package io.larder.server.site;

import io.larder.server.record.Family;
import io.larder.server.terminal.Terminal;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// What a terminal must be able to take to be told of an item, as one word that the ledger can
/// compare. A template is for terminals of the same algorithm only: what another one makes of it
/// would let in strangers, or nobody.
///
/// ```
/// need = "" | "person" | "template:" type ":" version | "photo:" use
///      | "badge" | "meeting" | "member" | "room:" code
/// ```
final class Needs {
    private static final String NOTHING = "";
    private static final String PERSON = "person";
    private static final String TEMPLATE = "template";
    private static final String PHOTO = "photo";

    private Needs() {}

    /// The need of an item.
    static String of(Item item) {
        return switch (item.kind()) {
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY -> NOTHING;
            case PERSON -> PERSON;
            case TEMPLATE -> TEMPLATE + ":" + part(item, "type") + ":" + part(item, "version");
            case PHOTO -> PHOTO + ":" + part(item, "use");
            case BADGE, MEETING, MEMBER -> item.kind().word();
            case ROOM -> Rooms.role(item.key());
        };
    }

    private static boolean isType(String text) {
        return text.equals(TemplateOrders.PICTURE) || text.matches("\\d{1,3}");
    }

    private static String part(Item item, String field) {
        return item.field(field).orElse("");
    }

    /// Those of `all` that a terminal can meet; `room` is the word of the room that it stands in.
    static Set<String> metBy(
            Terminal terminal, Taker.Judge judge, Collection<String> all, String room) {
        if (terminal.family() == Family.CANTEEN) {
            return Set.of(NOTHING);
        }
        Taker taker = judge.of(terminal.facts());
        return all.stream()
                .filter(need ->
                        Rooms.isRole(need)
                                ? need.equals(room) && taker.has(ItemKind.ROOM)
                                : isMet(need, taker))
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean isMet(String need, Taker taker) {
        String[] parts = need.split(":", 3);
        if (parts.length > 1 && !parts[0].equals(PERSON) && !isType(parts[1])) {
            return false;
        }
        return switch (parts[0]) {
            case PERSON -> taker.has(ItemKind.PERSON);
            case TEMPLATE ->
                    taker.takes(
                            Integer.parseInt(parts[1]),
                            parts[2].equals(SayingOf.UNKNOWN) ? "" : parts[2]);
            case PHOTO ->
                    parts[1].equals(TemplateOrders.PICTURE)
                            ? taker.takesUserPictures()
                            : taker.takesComparisonPhotos(Integer.parseInt(parts[1]));
            default -> ItemKind.of(parts[0]).filter(taker::has).isPresent();
        };
    }
}
