package io.larder.server.cli;

import java.util.List;
import java.util.Map;

/// Meetings as text: a line each, and below it everybody who is to come or came.
///
/// ```
/// 2026-11-20T10:00:00+08:00  m1  Weekly, room 101: 2 of 3 members, 1 late, 1 left early, 1 absent
///   7   Ann   member  late 2026-11-20T10:05:00+08:00, left 2026-11-20T11:01:00+08:00
/// ```
final class MeetingLines {
    private MeetingLines() {}

    static String of(List<Map<String, Object>> meetings) {
        StringBuilder out = new StringBuilder("meetings\n");
        if (meetings.isEmpty()) {
            out.append("  none\n");
        }
        for (Map<String, Object> meeting : meetings) {
            out.append(line(meeting));
            if (meeting.get("people") instanceof List<?> people) {
                people.forEach(person -> out.append(person((Map<?, ?>) person)));
            }
        }
        return out.toString();
    }

    private static String line(Map<String, Object> meeting) {
        StringBuilder out = new StringBuilder("  ");
        out.append(meeting.get("start")).append("  ").append(meeting.get("id"));
        out.append("  ").append(meeting.get("name"));
        if (meeting.get("room") != null) {
            out.append(", room ").append(meeting.get("room"));
        }
        out.append(": ").append(meeting.get("came")).append(" of ").append(meeting.get("members"));
        out.append(" members");
        count(out, meeting, "late", "late");
        count(out, meeting, "leftEarly", "left early");
        count(out, meeting, "absent", "absent");
        count(out, meeting, "guests", "guests");
        count(out, meeting, "visitors", "visitors");
        return out.append('\n').toString();
    }

    private static void count(
            StringBuilder out, Map<String, Object> meeting, String name, String words) {
        if (meeting.get(name) instanceof Long count && count > 0) {
            out.append(", ").append(count).append(' ').append(words);
        }
    }

    private static String person(Map<?, ?> person) {
        Object name = person.get("name");
        return "    %s  %s  %s  %s%s\n"
                .formatted(
                        person.get("pin"),
                        name == null ? "-" : name,
                        person.get("part"),
                        arrival(person),
                        leaving(person));
    }

    private static String arrival(Map<?, ?> person) {
        String words =
                switch (String.valueOf(person.get("arrival"))) {
                    case "onTime" -> "on time";
                    case "tooLate" -> "too late to sign in";
                    case "unsaid" -> "did not sign in";
                    case "expected" -> "not here yet";
                    default -> String.valueOf(person.get("arrival"));
                };
        return person.get("in") == null ? words : words + " " + person.get("in");
    }

    private static String leaving(Map<?, ?> person) {
        if (person.get("leaving") == null) {
            return "";
        }
        String words =
                switch (String.valueOf(person.get("leaving"))) {
                    case "early" -> "left early";
                    case "never" -> "never signed out";
                    case "present" -> "still here";
                    default -> String.valueOf(person.get("leaving"));
                };
        return ", " + (person.get("out") == null ? words : words + " " + person.get("out"));
    }
}
