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

    /// Why an item cannot be so; empty when it can.
    Optional<String> fault(Item item) {
        return switch (item.kind()) {
            case ROOM -> missing(item, CAPACITY);
            case MEETING -> meeting(item);
            case MEMBER -> known(ItemKind.MEETING, item.field("meeting").orElse(""));
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

    private Optional<String> meeting(Item item) {
        Map<String, String> fields = new TreeMap<>();
        item.fields().forEach((name, value) -> fields.put(name, value.value()));
        return Stream.of(Meeting.NAME, Meeting.START, Meeting.END)
                .flatMap(field -> missing(item, field).stream())
                .findFirst()
                .or(() -> Meeting.fault(fields).map(Meeting.Fault::why))
                .or(() -> item.field(Meeting.ROOM).flatMap(room -> known(ItemKind.ROOM, room)));
    }

    private static Optional<String> missing(Item item, String field) {
        return item.field(field).isEmpty() ? Optional.of(field + " is missing") : Optional.empty();
    }

    private Optional<String> known(ItemKind kind, String key) {
        boolean there = items.apply(kind, key).filter(item -> !item.isDeleted()).isPresent();
        return there
                ? Optional.empty()
                : Optional.of(kind.word() + " " + key + " is not known: state it first");
    }
}
