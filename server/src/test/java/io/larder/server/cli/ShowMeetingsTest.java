package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.server.watch.MeetingSurvey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who attended what, out of what terminals recorded.
class ShowMeetingsTest extends MeetingsAtABox {
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
    private static final Instant LATER = Instant.parse("2026-03-05T00:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-02");

    @Test
    void whoAttendedIsKnownAlsoWhereTheRecordsCameFirst() {
        record(BLUE, 1, "7", "m1", "2026-03-02T09:55:00+08:00", "0", "0");
        record(BLUE, 2, "8", "101", "2026-03-02T02:05:00+00:00", "0", "0");
        record(BLUE, 3, "7", "Blue", "2026-03-02T11:01:00+08:00", "1", "0");
        record(BLUE, 4, "9", "m1", "2026-03-02T10:00:00+08:00", "0", "4");
        record(BLUE, 5, "5", "101", "2026-03-02T15:00:00+08:00", "0", "0");
        record(RED, 1, "6", "102", "2026-03-02T10:00:00+08:00", "0", "0");
        state(
                "meeting",
                "id,name,room,start,end\nm1,Weekly,101,2026-03-02T10:00,2026-03-02T11:00\n");
        state("member", "meeting,pin\nm1,7\nm1,8\nm1,10\n");
        state("person", "pin,name\n7,Ann\n");

        assertThat(shown())
                .isEqualTo(
                        """
                        meetings
                          2026-03-02T10:00:00+08:00  m1  Weekly, room 101: 2 of 3 members, 1 late, 1 left early, 1 absent, 1 visitors
                            10  -  member  absent
                            7  Ann  member  on time 2026-03-02T09:55:00+08:00, left 2026-03-02T11:01:00+08:00
                            8  -  member  late 2026-03-02T10:05:00+08:00, never signed out
                            9  -  visitor  on time 2026-03-02T10:00:00+08:00, never signed out
                        """);
    }

    @Test
    void aMeetingThatMovedIsJudgedByItsNewTimes() {
        record(BLUE, 1, "7", "m1", "2026-03-02T10:20:00+08:00", "0", "0");
        state("meeting", "id,name,start,end\nm1,Weekly,2026-03-02T10:00,2026-03-02T11:00\n");
        state("member", "meeting,pin\nm1,7\n");
        assertThat(shown()).contains("member  late");

        state("meeting", "id,start\nm1,2026-03-02T10:30\n");
        assertThat(shown()).contains("member  on time");
    }

    @Test
    void ofASignInThatATerminalCorrectedTheLaterWordCounts() {
        record(BLUE, 1, "7", "m1", "2026-03-02T10:20:00+08:00", "0", "0");
        record(BLUE, 1, "7", "m1", "2026-03-02T10:00:00+08:00", "0", "0");
        record(BLUE, 1, "7", "m1", "2026-03-02T10:00:00+08:00", "0", "0");
        state("meeting", "id,name,start,end\nm1,Weekly,2026-03-02T10:00,2026-03-02T11:00\n");

        assertThat(shown()).contains("guest  on time 2026-03-02T10:00:00+08:00");
    }

    @Test
    void theLatestMeetingsAreCountedAndOneIsFoundByItsNumber() {
        state(
                "meeting",
                """
                id,name,start,end
                m1,First,2026-03-02T10:00,2026-03-02T11:00
                m2,Second,2026-03-03T10:00:00,2026-03-03T11:00
                """);

        box.ask(ledger -> {
            MeetingSurvey survey = new MeetingSurvey(ledger, ZONE, LATER);
            assertThat(survey.latest(9).stream().map(each -> each.get("id")))
                    .containsExactly("m2", "m1");
            assertThat(survey.latest(1).stream().map(each -> each.get("id"))).containsExactly("m2");
            assertThat(survey.of("m1").map(each -> each.get("people"))).contains(List.of());
            assertThat(survey.of("m3")).isEmpty();
            return true;
        });
    }

    private String shown() {
        return MeetingLines.of(box.ask(ledger -> new MeetingSurvey(ledger, ZONE, LATER).of(DAY)));
    }

    private void record(
            String terminal,
            int logId,
            String pin,
            String meeting,
            String time,
            String way,
            String category) {
        uploads(
                terminal,
                "verifyLog",
                "verifyLog",
                Json.write(
                        Map.of(
                                "pin", pin,
                                "meetCode", meeting,
                                "verifyTime", time,
                                "verifyStyle", "1",
                                "status", way,
                                "recodeType", way,
                                "category", category,
                                "logId", Integer.toString(logId))));
    }
}
