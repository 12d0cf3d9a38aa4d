package io.larder.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a room, a meeting and a membership must be, beyond the form of their fields.
class MeetingCheckTest {
    private static final Map<String, String> WEEKLY =
            Map.of("name", "Weekly", "start", "2026-11-20T10:00:00", "end", "2026-11-20T11:00:00");

    private final Map<String, Item> known = new LinkedHashMap<>();
    private final MeetingCheck check =
            new MeetingCheck(
                    (kind, key) -> Optional.ofNullable(known.get(kind.word() + " " + key)));

    @Test
    void aMeetingHasANameAStartAndAnEndBehindIt() {
        assertThat(fault(item(ItemKind.MEETING, "m1", WEEKLY))).isEmpty();
        for (String missing : WEEKLY.keySet()) {
            Map<String, String> fields = new LinkedHashMap<>(WEEKLY);
            fields.remove(missing);
            assertThat(fault(item(ItemKind.MEETING, "m1", fields)))
                    .contains(missing + " is missing");
        }
        assertThat(
                        fault(
                                item(
                                        ItemKind.MEETING,
                                        "m1",
                                        Map.of(
                                                "name", "Weekly",
                                                "start", "2026-11-20T10:00:00",
                                                "end", "2026-11-20T09:00:00"))))
                .contains(
                        "end is 2026-11-20T09:00:00, expected a time after start,"
                                + " 2026-11-20T10:00:00");
    }

    @Test
    void aRoomHasACapacity() {
        assertThat(fault(item(ItemKind.ROOM, "101", Map.of("capacity", "12")))).isEmpty();
        assertThat(fault(item(ItemKind.ROOM, "101", Map.of("name", "Blue"))))
                .contains("capacity is missing");
    }

    @Test
    void aRoomAndAMeetingAreKnownBeforeSomethingIsInThem() {
        Map<String, String> placed = new LinkedHashMap<>(WEEKLY);
        placed.put("room", "101");
        Item meeting = item(ItemKind.MEETING, "m1", placed);
        Item member = item(ItemKind.MEMBER, "m1/7", Map.of());

        assertThat(fault(meeting)).contains("room 101 is not known: state it first");
        assertThat(fault(member)).contains("meeting m1 is not known: state it first");

        known.put("room 101", item(ItemKind.ROOM, "101", Map.of("capacity", "12")));
        known.put("meeting m1", meeting);
        assertThat(fault(meeting)).isEmpty();
        assertThat(fault(member)).isEmpty();
        known.put(
                "meeting m1",
                Items.merge(
                        Optional.of(meeting),
                        new Statement(ItemKind.MEETING, "m1", 9, true, Map.of())));
        assertThat(fault(member)).contains("meeting m1 is not known: state it first");
    }

    private Optional<String> fault(Item item) {
        return check.fault(item).map(Flaw::why);
    }

    private static Item item(ItemKind kind, String key, Map<String, String> fields) {
        return Items.merge(Optional.empty(), new Statement(kind, key, 5, false, fields));
    }
}
