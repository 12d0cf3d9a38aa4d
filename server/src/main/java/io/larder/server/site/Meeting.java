package io.larder.server.site;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A meeting as it is known at the site. `room` is the code of its room, empty when none is named.
/// People sign in from `signInFrom` until `signInUntil` and out from `signOutFrom` until
/// `signOutUntil`; a side that nobody said is empty. Source: PROTOCOL.md 6.8.
public record Meeting(
        String id,
        String name,
        String room,
        Instant start,
        Instant end,
        Optional<Instant> signInFrom,
        Optional<Instant> signInUntil,
        Optional<Instant> signOutFrom,
        Optional<Instant> signOutUntil) {
    static final String ROOM = "room";
    static final String NAME = "name";
    static final String START = "start";
    static final String END = "end";
    static final String SIGN_IN_FROM = "signInFrom";
    static final String SIGN_IN_UNTIL = "signInUntil";
    static final String SIGN_OUT_FROM = "signOutFrom";
    static final String SIGN_OUT_UNTIL = "signOutUntil";

    /// So long before the start people are taken to come, and so long behind the end to leave,
    /// where the meeting does not say.
    static final Duration AROUND = Duration.ofHours(1);

    /// What an item says, at a site in `zone`; empty for what is no meeting any more, or has no
    /// times.
    public static Optional<Meeting> of(Item item, ZoneId zone) {
        Optional<Instant> start = instant(item, START, zone);
        Optional<Instant> end = instant(item, END, zone);
        return item.kind() != ItemKind.MEETING
                        || item.isDeleted()
                        || start.isEmpty()
                        || end.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Meeting(
                                item.key(),
                                item.field(NAME).orElse(item.key()),
                                item.field(ROOM).orElse(""),
                                start.get(),
                                end.get(),
                                instant(item, SIGN_IN_FROM, zone),
                                instant(item, SIGN_IN_UNTIL, zone),
                                instant(item, SIGN_OUT_FROM, zone),
                                instant(item, SIGN_OUT_UNTIL, zone)));
    }

    private static Optional<Instant> instant(Item item, String field, ZoneId zone) {
        return item.field(field).map(text -> Moment.instant(text, zone));
    }

    /// The first moment at which somebody in its room is there for it.
    public Instant from() {
        return signInFrom.orElse(start.minus(AROUND));
    }

    /// The last one.
    public Instant until() {
        Instant last = signOutUntil.orElse(end.plus(AROUND));
        return last.isAfter(end) ? last : end;
    }

    /// How far a moment is from the meeting itself; nothing while it goes on.
    Duration distance(Instant at) {
        if (at.isBefore(start)) {
            return Duration.between(at, start);
        }
        return at.isAfter(end) ? Duration.between(end, at) : Duration.ZERO;
    }

    /// The last day on which terminals need it, by its own words; empty for what is no meeting.
    static String until(Item item) {
        return item.kind() == ItemKind.MEETING
                ? Stream.of(END, SIGN_OUT_UNTIL)
                        .flatMap(field -> item.field(field).stream())
                        .map(Moment::day)
                        .max(LocalDate::compareTo)
                        .map(LocalDate::toString)
                        .orElse("")
                : "";
    }

    /// The first flaw of a meeting with these fields, also of some of them; empty when there is
    /// none.
    static Optional<Flaw> fault(Map<String, String> fields) {
        return Stream.of(START, END, SIGN_IN_FROM, SIGN_IN_UNTIL, SIGN_OUT_FROM, SIGN_OUT_UNTIL)
                .flatMap(field -> fault(fields, field).stream())
                .findFirst();
    }

    private static Optional<Flaw> fault(Map<String, String> fields, String field) {
        return switch (field) {
            case END -> after(fields, END, START);
            case SIGN_IN_FROM -> notAfter(fields, SIGN_IN_FROM, END);
            case SIGN_IN_UNTIL ->
                    notBefore(fields, SIGN_IN_UNTIL, SIGN_IN_FROM)
                            .or(() -> notAfter(fields, SIGN_IN_UNTIL, SIGN_OUT_UNTIL));
            case SIGN_OUT_FROM -> notBefore(fields, SIGN_OUT_FROM, SIGN_IN_FROM);
            case SIGN_OUT_UNTIL ->
                    notBefore(fields, SIGN_OUT_UNTIL, SIGN_OUT_FROM)
                            .or(() -> notBefore(fields, SIGN_OUT_UNTIL, START));
            default -> Optional.empty();
        };
    }

    private static Optional<Flaw> after(Map<String, String> fields, String one, String other) {
        return compared(fields, one, other, "after", order -> order > 0);
    }

    private static Optional<Flaw> notBefore(Map<String, String> fields, String one, String other) {
        return compared(fields, one, other, "not before", order -> order >= 0);
    }

    private static Optional<Flaw> notAfter(Map<String, String> fields, String one, String other) {
        return compared(fields, one, other, "not after", order -> order <= 0);
    }

    private interface Order {
        boolean isRight(int order);
    }

    private static Optional<Flaw> compared(
            Map<String, String> fields, String one, String other, String words, Order order) {
        String mine = fields.get(one);
        String its = fields.get(other);
        if (mine == null || its == null) {
            return Optional.empty();
        }
        if (Moment.hasOffset(mine) != Moment.hasOffset(its)) {
            return Optional.of(
                    new Flaw(one, one + " and " + other + " must both name an offset, or neither"));
        }
        // Where both are local, any zone compares them.
        ZoneId zone = ZoneOffset.UTC;
        int compared = Moment.instant(mine, zone).compareTo(Moment.instant(its, zone));
        return order.isRight(compared)
                ? Optional.empty()
                : Optional.of(
                        new Flaw(
                                one,
                                one
                                        + " is "
                                        + mine
                                        + ", expected a time "
                                        + words
                                        + " "
                                        + other
                                        + ", "
                                        + its));
    }
}
