package io.larder.server.site;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who attended a meeting: what is known of it at one moment, worked out anew from the meeting as
/// it stands now and from all that terminals recorded, whichever of them came first.
///
/// - Times count, by the meeting as it is known now. What the terminal found (`fitting`) lets a
///   record count that is too early by these times: it may have known others.
/// - A way that was not said is in for the first time, and out then.
/// - Arrived is who signed in first; left is who signed out last and did not come again.
public record Attendance(Meeting meeting, List<Attendee> attendees) {
    /// Why somebody is on the list.
    public enum Part {
        MEMBER,
        /// Came, and was not to come.
        GUEST,
        /// Came, and the terminal took him for a visitor.
        VISITOR
    }

    /// How somebody came.
    public enum Arrival {
        /// Not later than the start.
        ON_TIME,
        /// After the start.
        LATE,
        /// After the last time to sign in.
        TOO_LATE,
        /// Left, and did not sign in before.
        UNSAID,
        /// Did not come.
        ABSENT,
        /// Did not come yet.
        EXPECTED
    }

    /// How somebody left.
    public enum Leaving {
        /// Signed out from the first time to do so on; without one, from the end on.
        LEFT,
        /// Signed out before.
        EARLY,
        /// Did not sign out.
        NEVER,
        /// Has not left yet.
        PRESENT,
        /// Was not there.
        NOWHERE
    }

    /// One person; `in` when he signed in first, `out` when he left.
    public record Attendee(
            String pin,
            Part part,
            Arrival arrival,
            Leaving leaving,
            Optional<Instant> in,
            Optional<Instant> out) {
        /// Whether he came at all.
        public boolean came() {
            return leaving != Leaving.NOWHERE;
        }
    }

    /// Keeps an unchangeable copy.
    public Attendance {
        attendees = List.copyOf(attendees);
    }

    /// Who attended, by number; `records` are those that belong to the meeting, in any order, `now`
    /// is when it is asked.
    public static Attendance of(
            Meeting meeting, Collection<String> members, Collection<SignIn> records, Instant now) {
        Map<String, List<SignIn>> byPin = new TreeMap<>();
        records.stream()
                .sorted(Comparator.comparing(SignIn::at))
                .forEach(one -> byPin.computeIfAbsent(one.pin(), _ -> new ArrayList<>()).add(one));
        Set<String> all = new TreeSet<>(members);
        all.addAll(byPin.keySet());
        Set<String> invited = Set.copyOf(members);
        List<Attendee> attendees = new ArrayList<>();
        for (String pin : all) {
            List<SignIn> theirs = byPin.getOrDefault(pin, List.of());
            Attendee attendee = attendee(meeting, pin, part(pin, invited, theirs), theirs, now);
            if (attendee.part == Part.MEMBER || attendee.came()) {
                attendees.add(attendee);
            }
        }
        return new Attendance(meeting, attendees);
    }

    private static Part part(String pin, Set<String> members, List<SignIn> theirs) {
        if (members.contains(pin)) {
            return Part.MEMBER;
        }
        return theirs.stream().anyMatch(SignIn::visitor) ? Part.VISITOR : Part.GUEST;
    }

    private static Attendee attendee(
            Meeting meeting, String pin, Part part, List<SignIn> theirs, Instant now) {
        Optional<Instant> in = Optional.empty();
        Optional<Instant> out = Optional.empty();
        boolean fittingOut = false;
        for (SignIn each : theirs) {
            boolean enters =
                    each.way() == SignIn.Way.IN
                            || (each.way() == SignIn.Way.UNSAID && in.isEmpty());
            if (enters && counts(meeting, each)) {
                in = in.or(() -> Optional.of(each.at()));
                out = Optional.empty();
            } else if (!enters) {
                out = Optional.of(each.at());
                fittingOut = each.fitting();
            }
        }
        return new Attendee(
                pin,
                part,
                arrival(meeting, in, out, now),
                leaving(meeting, in, out, fittingOut, now),
                in,
                out);
    }

    private static boolean counts(Meeting meeting, SignIn in) {
        return in.fitting() || meeting.signInFrom().filter(in.at()::isBefore).isEmpty();
    }

    private static Arrival arrival(
            Meeting meeting, Optional<Instant> in, Optional<Instant> out, Instant now) {
        if (in.isEmpty()) {
            boolean over = now.isAfter(meeting.signInUntil().orElse(meeting.end()));
            return out.isPresent() ? Arrival.UNSAID : over ? Arrival.ABSENT : Arrival.EXPECTED;
        }
        if (meeting.signInUntil().filter(in.get()::isAfter).isPresent()) {
            return Arrival.TOO_LATE;
        }
        return in.get().isAfter(meeting.start()) ? Arrival.LATE : Arrival.ON_TIME;
    }

    private static Leaving leaving(
            Meeting meeting,
            Optional<Instant> in,
            Optional<Instant> out,
            boolean fitting,
            Instant now) {
        if (out.isPresent()) {
            boolean early = out.get().isBefore(meeting.signOutFrom().orElse(meeting.end()));
            return early && !fitting ? Leaving.EARLY : Leaving.LEFT;
        }
        if (in.isEmpty()) {
            return Leaving.NOWHERE;
        }
        return now.isAfter(meeting.until()) ? Leaving.NEVER : Leaving.PRESENT;
    }

    /// The one of several meetings in a room to which a record belongs that names the room only;
    /// empty when none is near. That which goes on comes first, then the nearest; between two that
    /// are equally near, somebody signs out of the earlier one.
    public static Optional<Meeting> nearest(Collection<Meeting> inRoom, SignIn record) {
        Comparator<Meeting> byStart = Comparator.comparing(Meeting::start);
        return inRoom.stream()
                .filter(each -> !record.at().isBefore(each.from()))
                .filter(each -> !record.at().isAfter(each.until()))
                .min(
                        Comparator.comparing((Meeting each) -> each.distance(record.at()))
                                .thenComparing(
                                        record.way() == SignIn.Way.OUT
                                                ? byStart
                                                : byStart.reversed()));
    }
}
