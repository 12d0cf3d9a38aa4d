package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.site.Attendance;
import io.larder.server.site.Attendance.Arrival;
import io.larder.server.site.Attendance.Attendee;
import io.larder.server.site.Attendance.Leaving;
import io.larder.server.site.Attendance.Part;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.Meeting;
import io.larder.server.site.SignIn;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Who attended which meeting, as names and values for text and JSON, worked out from the site's
/// data and the sign-ins in the ledger: the line to headquarters may be down. A sign-in belongs to
/// the meeting that its terminal named, else to the one that was held at that time in the room that
/// it named. Source: PROTOCOL.md 6.7.
public final class MeetingSurvey {
    private static final int PAGE = 500;

    /// Before and behind every time that begins with a digit.
    private static final String FIRST = "0";

    private static final String LAST = ":";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private final LedgerReader ledger;
    private final ZoneId zone;
    private final Instant now;
    private final Map<String, Meeting> meetings = new LinkedHashMap<>();

    /// By what terminals may call their room: its code, and its name.
    private final Map<String, List<Meeting>> inRoom = new HashMap<>();

    /// What the ledger knows `now`, at a site in `zone`.
    public MeetingSurvey(LedgerReader ledger, ZoneId zone, Instant now) {
        this.ledger = ledger;
        this.zone = zone;
        this.now = now;
        each(
                ItemKind.MEETING,
                "",
                item ->
                        Meeting.of(item, zone)
                                .ifPresent(meeting -> meetings.put(meeting.id(), meeting)));
        meetings.values().stream()
                .filter(meeting -> !meeting.room().isEmpty())
                .forEach(meeting ->
                        names(meeting.room())
                                .forEach(name ->
                                        inRoom.computeIfAbsent(name, _ -> new ArrayList<>())
                                                .add(meeting)));
    }

    private Set<String> names(String room) {
        Set<String> names = new LinkedHashSet<>();
        names.add(room);
        ledger.site()
                .item(ItemKind.ROOM.word(), room)
                .map(Items::read)
                .filter(item -> !item.isDeleted())
                .flatMap(item -> item.field("name"))
                .ifPresent(names::add);
        return names;
    }

    private void each(ItemKind kind, String prefix, Consumer<Item> to) {
        String after = prefix;
        List<ItemRow> page;
        do {
            page = ledger.site().items(kind.word(), after, PAGE);
            for (ItemRow row : page) {
                if (!row.key().startsWith(prefix)) {
                    return;
                }
                to.accept(Items.read(row));
                after = row.key();
            }
        } while (!page.isEmpty());
    }

    /// The latest meetings, at most `limit`, the latest first: how many came.
    public List<Map<String, Object>> latest(int limit) {
        return meetings.values().stream()
                .sorted(Comparator.comparing(Meeting::start).reversed().thenComparing(Meeting::id))
                .limit(limit)
                .map(meeting -> shown(meeting, false))
                .toList();
    }

    /// The meetings of a day at the site, in order, with everybody.
    public List<Map<String, Object>> of(LocalDate day) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
        return meetings.values().stream()
                .filter(meeting -> meeting.start().isBefore(to) && meeting.end().isAfter(from))
                .sorted(Comparator.comparing(Meeting::start).thenComparing(Meeting::id))
                .map(meeting -> shown(meeting, true))
                .toList();
    }

    /// One meeting with everybody; empty when there is none of that number.
    public Optional<Map<String, Object>> of(String id) {
        return Optional.ofNullable(meetings.get(id)).map(meeting -> shown(meeting, true));
    }

    private Map<String, Object> shown(Meeting meeting, boolean everybody) {
        Attendance attendance =
                Attendance.of(meeting, members(meeting.id()), signIns(meeting), now);
        List<Attendee> all = attendance.attendees();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", meeting.id());
        out.put("name", meeting.name());
        out.put("room", meeting.room().isEmpty() ? null : meeting.room());
        out.put("start", time(meeting.start()));
        out.put("end", time(meeting.end()));
        out.put("members", count(all, Part.MEMBER));
        out.put(
                "came",
                all.stream().filter(MeetingSurvey::isMember).filter(Attendee::came).count());
        out.put("late", late(all));
        out.put("leftEarly", leftEarly(all));
        out.put("absent", all.stream().filter(each -> each.arrival() == Arrival.ABSENT).count());
        out.put("guests", count(all, Part.GUEST));
        out.put("visitors", count(all, Part.VISITOR));
        if (everybody) {
            out.put("people", all.stream().map(this::person).toList());
        }
        return out;
    }

    private static boolean isMember(Attendee attendee) {
        return attendee.part() == Part.MEMBER;
    }

    private static long count(Collection<Attendee> all, Part part) {
        return all.stream().filter(each -> each.part() == part).count();
    }

    private static long late(Collection<Attendee> all) {
        return all.stream()
                .filter(MeetingSurvey::isMember)
                .filter(each ->
                        each.arrival() == Arrival.LATE || each.arrival() == Arrival.TOO_LATE)
                .count();
    }

    private static long leftEarly(Collection<Attendee> all) {
        return all.stream()
                .filter(MeetingSurvey::isMember)
                .filter(each -> each.leaving() == Leaving.EARLY || each.leaving() == Leaving.NEVER)
                .count();
    }

    private Map<String, Object> person(Attendee attendee) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pin", attendee.pin());
        out.put("name", name(attendee.pin()).orElse(null));
        out.put(
                "part",
                switch (attendee.part()) {
                    case MEMBER -> "member";
                    case GUEST -> "guest";
                    case VISITOR -> "visitor";
                });
        out.put(
                "arrival",
                switch (attendee.arrival()) {
                    case ON_TIME -> "onTime";
                    case LATE -> "late";
                    case TOO_LATE -> "tooLate";
                    case UNSAID -> "unsaid";
                    case ABSENT -> "absent";
                    case EXPECTED -> "expected";
                });
        out.put("in", attendee.in().map(this::time).orElse(null));
        out.put(
                "leaving",
                switch (attendee.leaving()) {
                    case LEFT -> "left";
                    case EARLY -> "early";
                    case NEVER -> "never";
                    case PRESENT -> "present";
                    case NOWHERE -> null;
                });
        out.put("out", attendee.out().map(this::time).orElse(null));
        return out;
    }

    private Optional<String> name(String pin) {
        return ledger.site()
                .item(ItemKind.PERSON.word(), pin)
                .map(Items::read)
                .flatMap(item -> item.field("name"));
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private Set<String> members(String meeting) {
        Set<String> pins = new LinkedHashSet<>();
        each(
                ItemKind.MEMBER,
                meeting + "/",
                item -> {
                    if (!item.isDeleted()) {
                        item.field("pin").ifPresent(pins::add);
                    }
                });
        return pins;
    }

    /// Those that belong to a meeting; of what a terminal said twice of one sign-in the later.
    private Collection<SignIn> signIns(Meeting meeting) {
        Map<String, LedgerRow> rows = new LinkedHashMap<>();
        asked(meeting)
                .filter(row -> isOf(meeting, row))
                .forEach(row ->
                        rows.merge(
                                row.subject() + "\t" + row.source() + "\t" + row.key(),
                                row,
                                MeetingSurvey::later));
        return rows.values().stream()
                .flatMap(row -> SignIn.of(Json.read(row.fields()), zone).stream())
                .toList();
    }

    private static LedgerRow later(LedgerRow one, LedgerRow other) {
        return one.position().compareTo(other.position()) < 0 ? other : one;
    }

    /// All that may belong to it: what names it, and what names its room about that time.
    private Stream<LedgerRow> asked(Meeting meeting) {
        String from = day(meeting.from(), -1);
        String to = day(meeting.until(), 2);
        Stream<LedgerRow> ofRoom =
                meeting.room().isEmpty()
                        ? Stream.empty()
                        : names(meeting.room()).stream()
                                .filter(name -> !name.equals(meeting.id()))
                                .flatMap(name -> ledger.signIns(name, from, to).stream());
        return Stream.concat(ledger.signIns(meeting.id(), FIRST, LAST).stream(), ofRoom);
    }

    /// Terminals of all offsets write this day at the moment.
    private static String day(Instant at, int more) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(more).toString();
    }

    private boolean isOf(Meeting meeting, LedgerRow row) {
        Map<String, Object> fields = Json.read(row.fields());
        return SignIn.of(fields, zone)
                .flatMap(said -> named(String.valueOf(fields.get("meeting")), said))
                .filter(meeting::equals)
                .isPresent();
    }

    /// A number that is both a meeting's and a room's means the meeting while it is held.
    private Optional<Meeting> named(String name, SignIn said) {
        Optional<Meeting> byId = Optional.ofNullable(meetings.get(name));
        List<Meeting> here = inRoom.getOrDefault(name, List.of());
        return byId.filter(meeting -> here.isEmpty() || isNear(meeting, said))
                .or(() -> Attendance.nearest(here, said));
    }

    private static boolean isNear(Meeting meeting, SignIn said) {
        return Attendance.nearest(List.of(meeting), said).isPresent();
    }
}
