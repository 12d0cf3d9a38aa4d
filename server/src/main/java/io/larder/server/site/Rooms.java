package io.larder.server.site;

import io.larder.server.record.Family;
import io.larder.server.terminal.Terminal;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which meeting terminal stands in which room: in the first one that names it, else in the first
/// one that has its role. A room that names neither has no terminal.
final class Rooms {
    private static final String ROLE = ItemKind.ROOM.word() + ":";
    private static final String TERMINALS = "terminals";
    private static final int PAGE = 500;

    private final List<Item> rooms;

    private Rooms(List<Item> rooms) {
        this.rooms = rooms;
    }

    /// All that there are.
    static Rooms of(SiteView site) {
        List<Item> rooms = new ArrayList<>();
        String after = "";
        List<ItemRow> page;
        do {
            page = site.items(ItemKind.ROOM.word(), after, PAGE);
            for (ItemRow row : page) {
                Item room = Items.read(row);
                if (!room.isDeleted()) {
                    rooms.add(room);
                }
                after = row.key();
            }
        } while (!page.isEmpty());
        return new Rooms(rooms);
    }

    /// The word of a room among roles and needs. People cannot name a role so.
    static String role(String code) {
        return ROLE + code;
    }

    static boolean isRole(String need) {
        return need.startsWith(ROLE);
    }

    /// The word of the room that a terminal stands in; empty when it stands in none.
    String roleOf(Terminal terminal) {
        if (terminal.family() != Family.MEETING) {
            return "";
        }
        String serial = terminal.serial().text();
        return first(TERMINALS, serial)
                .or(() -> first(ItemKind.ROLES, Hearing.role(terminal.facts())))
                .map(room -> role(room.key()))
                .orElse("");
    }

    /// A terminal that two of `rooms` name, at least one of them among `looked`; empty for none.
    static Optional<Clash> clash(List<Item> rooms, Set<String> looked) {
        Map<String, String> at = new HashMap<>();
        for (Item room : rooms) {
            for (String terminal : words(room.field(TERMINALS).orElse("")).toList()) {
                String name = terminal.toUpperCase(Locale.ROOT);
                String other = at.putIfAbsent(name, room.key());
                if (other == null || other.equals(room.key())) {
                    continue;
                }
                if (looked.contains(room.key())) {
                    return Optional.of(new Clash(terminal, room.key(), other));
                }
                if (looked.contains(other)) {
                    return Optional.of(new Clash(terminal, other, room.key()));
                }
            }
        }
        return Optional.empty();
    }

    /// A terminal that is said to stand in `room`, and stands in another.
    record Clash(String terminal, String room, String other) {
        Flaw flaw() {
            return new Flaw(
                    TERMINALS,
                    "terminal "
                            + terminal
                            + " stands in room "
                            + other
                            + " too, expected one room for each");
        }
    }

    private Optional<Item> first(String field, String word) {
        return rooms.stream().filter(room -> names(room.field(field).orElse(""), word)).findFirst();
    }

    private static boolean names(String list, String word) {
        return words(list).anyMatch(word::equalsIgnoreCase);
    }

    private static Stream<String> words(String list) {
        return Stream.of(list.split("[\\s,;]+", -1)).filter(word -> !word.isEmpty());
    }
}
