package io.larder.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Attendance.Attendee;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who attended: ten to eleven, in from 9:45 until 10:10, out from 10:50 until 11:30.
class AttendanceTest {
    private static final List<SignIn.Way> WAYS = List.of(SignIn.Way.values());
    private static final Instant LATER = at("23:00");
    private static final Meeting WEEKLY =
            new Meeting(
                    "m1",
                    "Weekly",
                    "101",
                    at("10:00"),
                    at("11:00"),
                    Optional.of(at("09:45")),
                    Optional.of(at("10:10")),
                    Optional.of(at("10:50")),
                    Optional.of(at("11:30")));

    /// The same, of which nobody said from when and until when.
    private static final Meeting PLAIN =
            new Meeting(
                    "m2",
                    "Plain",
                    "101",
                    at("10:00"),
                    at("11:00"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    in 09:45, out 11:00            | ON_TIME  | LEFT    | 09:45 | 11:00
                    in 10:00, out 10:50            | ON_TIME  | LEFT    | 10:00 | 10:50
                    in 10:01, out 11:30            | LATE     | LEFT    | 10:01 | 11:30
                    in 10:10, out 11:00            | LATE     | LEFT    | 10:10 | 11:00
                    in 10:11, out 11:00            | TOO_LATE | LEFT    | 10:11 | 11:00
                    in 09:55, out 10:49            | ON_TIME  | EARLY   | 09:55 | 10:49
                    in 09:55, out 10:49 fits       | ON_TIME  | LEFT    | 09:55 | 10:49
                    in 09:55                       | ON_TIME  | NEVER   | 09:55 |
                    in 09:55, in 10:20, out 11:00  | ON_TIME  | LEFT    | 09:55 | 11:00
                    in 09:55, out 10:20, in 10:30  | ON_TIME  | NEVER   | 09:55 |
                    in 09:55, out 10:20, out 11:00 | ON_TIME  | LEFT    | 09:55 | 11:00
                    in 09:44, out 11:00            | UNSAID   | LEFT    |       | 11:00
                    in 09:44 fits, out 11:00       | ON_TIME  | LEFT    | 09:44 | 11:00
                    in 09:30                       | ABSENT   | NOWHERE |       |
                    out 11:00                      | UNSAID   | LEFT    |       | 11:00
                    out 10:30                      | UNSAID   | EARLY   |       | 10:30
                    was 09:50                      | ON_TIME  | NEVER   | 09:50 |
                    was 09:50, was 11:05           | ON_TIME  | LEFT    | 09:50 | 11:05
                    was 09:30                      | ABSENT   | NOWHERE |       |
                    """)
    void aMemberArrivesAndLeaves(
            String records, String arrival, String leaving, String in, String out) {
        assertThat(one(WEEKLY, records, LATER)).isEqualTo(member(arrival, leaving, in, out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    in 08:00, out 11:00            | ON_TIME  | LEFT    | 08:00 | 11:00
                    in 10:59, out 11:00            | LATE     | LEFT    | 10:59 | 11:00
                    in 09:55, out 10:59            | ON_TIME  | EARLY   | 09:55 | 10:59
                    in 09:55, out 10:59 fits       | ON_TIME  | LEFT    | 09:55 | 10:59
                    """)
    void whereNobodySaidUntilWhenTheMeetingItselfCounts(
            String records, String arrival, String leaving, String in, String out) {
        assertThat(one(PLAIN, records, LATER)).isEqualTo(member(arrival, leaving, in, out));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    09:50 |          | EXPECTED | NOWHERE
                    10:10 |          | EXPECTED | NOWHERE
                    10:11 |          | ABSENT   | NOWHERE
                    10:30 | in 09:50 | ON_TIME  | PRESENT
                    11:30 | in 09:50 | ON_TIME  | PRESENT
                    11:31 | in 09:50 | ON_TIME  | NEVER
                    """)
    void whileItGoesOnNobodyIsMissedTooEarly(
            String now, String records, String arrival, String leaving) {
        Attendee attendee = one(WEEKLY, records == null ? "" : records, at(now));

        assertThat(attendee.arrival().name()).isEqualTo(arrival);
        assertThat(attendee.leaving().name()).isEqualTo(leaving);
    }

    @Test
    void whoCameAndWasNotToComeIsAGuestOrAVisitor() {
        List<SignIn> records =
                List.of(
                        new SignIn("8", at("09:59"), SignIn.Way.IN, true, false),
                        new SignIn("9", at("09:58"), SignIn.Way.IN, true, true),
                        new SignIn("10", at("09:00"), SignIn.Way.IN, false, false));

        assertThat(
                        Attendance.of(WEEKLY, List.of("7"), records, LATER).attendees().stream()
                                .map(each -> each.pin() + " " + each.part() + " " + each.arrival()))
                .containsExactly("7 MEMBER ABSENT", "8 GUEST ON_TIME", "9 VISITOR ON_TIME");
    }

    @Test
    void whicheverOrderRecordsComeInTheSameComesOut() {
        Random random = new Random(20260301);
        for (int round = 0; round < 500; round++) {
            List<SignIn> records = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                records.add(
                        new SignIn(
                                Integer.toString(random.nextInt(3)),
                                at("09:30").plusSeconds(60L * (i * 20 + random.nextInt(20))),
                                WAYS.get(random.nextInt(WAYS.size())),
                                random.nextBoolean(),
                                random.nextBoolean()));
            }
            Attendance first = Attendance.of(WEEKLY, List.of("1", "5"), records, LATER);
            Collections.shuffle(records, random);
            assertThat(Attendance.of(WEEKLY, List.of("1", "5"), records, LATER))
                    .as("round %d: %s", round, records)
                    .isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,IN,true", "1,1,OUT,true", "255,0,IN,false", "255,1,OUT,false",
        "0,255,IN,true", "1,255,OUT,true", "255,255,UNSAID,false", "1,0,IN,false"
    })
    void whatThePersonDidCountsMoreThanWhetherItWasInTime(
            String status, String recordType, SignIn.Way way, boolean fitting) {
        assertThat(
                        SignIn.of(
                                Map.of(
                                        "pin", "7",
                                        "time", "2026-11-20T18:00:00+08:00",
                                        "status", status,
                                        "recordType", recordType,
                                        "category", "4"),
                                ZoneOffset.UTC))
                .contains(new SignIn("7", at("10:00"), way, fitting, true));
    }

    @Test
    void whatNamesNoPersonOrNoMomentIsNoSignIn() {
        Map<String, String> nobody = Map.of("time", "2026-11-20T18:00:00+08:00");

        assertThat(SignIn.of(nobody, ZoneOffset.UTC)).isEmpty();
        assertThat(SignIn.of(Map.of("pin", "7", "time", "yesterday"), ZoneOffset.UTC)).isEmpty();
        assertThat(SignIn.of(Map.of("sealed", true), ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "in 10:30, morning",
        "out 11:00, morning",
        "in 11:10, noon",
        "out 11:10, morning",
        "in 11:30, noon",
        "in 08:50,",
        "out 13:05, noon"
    })
    void aRoomsSignInBelongsToTheNearestMeetingThere(String record, String meeting) {
        List<Meeting> inRoom =
                List.of(between("morning", "10:00", "11:00"), between("noon", "11:20", "12:30"));

        assertThat(Attendance.nearest(inRoom, record("7", record)).map(Meeting::id))
                .isEqualTo(Optional.ofNullable(meeting));
    }

    private static Meeting between(String id, String start, String end) {
        return new Meeting(
                id,
                id,
                "101",
                at(start),
                at(end),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Attendee one(Meeting meeting, String records, Instant now) {
        List<SignIn> all = new ArrayList<>();
        for (String each : records.split(",", -1)) {
            if (!each.isBlank()) {
                all.add(record("7", each.strip()));
            }
        }
        List<Attendee> attendees = Attendance.of(meeting, List.of("7"), all, now).attendees();
        assertThat(attendees).hasSize(1);
        return attendees.getFirst();
    }

    private static SignIn record(String pin, String words) {
        String[] parts = words.split(" ", -1);
        SignIn.Way way =
                parts[0].equals("was")
                        ? SignIn.Way.UNSAID
                        : SignIn.Way.valueOf(parts[0].toUpperCase(Locale.ROOT));
        return new SignIn(pin, at(parts[1]), way, parts.length > 2, false);
    }

    private static Attendee member(String arrival, String leaving, String in, String out) {
        return new Attendee(
                "7",
                Attendance.Part.MEMBER,
                Attendance.Arrival.valueOf(arrival),
                Attendance.Leaving.valueOf(leaving),
                Optional.ofNullable(in).map(AttendanceTest::at),
                Optional.ofNullable(out).map(AttendanceTest::at));
    }

    private static Instant at(String time) {
        LocalTime clock = LocalTime.parse(time);
        return Instant.parse("2026-11-20T00:00:00Z").plusSeconds(clock.toSecondOfDay());
    }
}
