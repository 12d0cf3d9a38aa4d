package io.larder.server.site;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// What a room, a meeting or a membership must be, beyond the form of its fields. `items` finds
/// what is known already; what nobody knows is a slip of the pen.
record MeetingCheck(BiFunction<ItemKind, String, Optional<Item>> items) {
    private static final String CAPACITY = "capacity";
    private static final String MEETING = "meeting";

    /// Why an item cannot be so; empty when it can.
    Optional<Flaw> fault(Item item) {
        return switch (item.kind()) {
            case ROOM -> missing(item, CAPACITY);
            case MEETING -> meeting(item);
            case MEMBER -> known(ItemKind.MEETING, MEETING, item.field(MEETING).orElse(""));
            case CARD_TYPE,
                    MEAL,
                    SEGMENT,
                    FIXED_PRICE,
                    KEY,
                    GOODS,
                    CARD,
                    SUBSIDY,
                    PERSON,
                    TEMPLATE,
                    PHOTO,
                    BADGE ->
                    Optional.empty();
        };
    }

    private Optional<Flaw> meeting(Item item) {
        Map<String, String> fields = new TreeMap<>();
        item.fields().forEach((name, value) -> fields.put(name, value.value()));
        return Stream.of(Meeting.NAME, Meeting.START, Meeting.END)
                .flatMap(field -> missing(item, field).stream())
                .findFirst()
                .or(() -> Meeting.fault(fields))
                .or(() ->
                        item.field(Meeting.ROOM)
                                .flatMap(room -> known(ItemKind.ROOM, Meeting.ROOM, room)));
    }

    private static Optional<Flaw> missing(Item item, String field) {
        return item.field(field).isEmpty()
                ? Optional.of(new Flaw(field, field + " is missing"))
                : Optional.empty();
    }

    private Optional<Flaw> known(ItemKind kind, String field, String key) {
        boolean there = items.apply(kind, key).filter(item -> !item.isDeleted()).isPresent();
        return there
                ? Optional.empty()
                : Optional.of(
                        new Flaw(field, kind.word() + " " + key + " is not known: state it first"));
    }
}
