package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.CommandForm.command;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.attendance.AttendanceForms.DAY_OR_MOMENT;
import static io.larder.server.protocol.attendance.AttendanceForms.MOMENT;

import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.Parameter;
import io.larder.server.protocol.ValueForm;
import java.util.List;

/// Asks an attendance terminal what it holds of a time, and for all of it. No terminal without a
/// version knows these. Sources: PROTOCOL.md 3.5; traps T-061 to T-064.
final class RecordCommands {
    /// To be sent again however many there are: what the terminal does when nobody says how many
    /// are known. Nothing else leaves the number out.
    private static final String RESEND = "resend";

    private static final ValueForm COUNT =
            ValueForm.matching(
                    "n|" + RESEND,
                    "how many are known, or " + RESEND + " to have all sent again",
                    "\\d{1,18}|(?i:" + RESEND + ")");

    private RecordCommands() {}

    static List<CommandForm> forms() {
        return List.of(
                command(
                                "ACCOUNT",
                                "counts punches of this time; sends them all again when there are"
                                        + " fewer than Count, or always with Count=resend",
                                Layout.TABBED_OR_SPACED,
                                required("Start", DAY_OR_MOMENT),
                                required("End", DAY_OR_MOMENT),
                                required("Count", COUNT).unless(RESEND))
                        .habits(Habit.COUNTS, Habit.SLOW)
                        .versionsOnly("")
                        .build(),
                command(
                                "SYNC",
                                "sends people and templates enrolled there in this time",
                                Layout.TABBED_OR_SPACED,
                                optional("Start", DAY_OR_MOMENT),
                                optional("End", DAY_OR_MOMENT))
                        .habits(Habit.COUNTS, Habit.SLOW)
                        .versionsOnly("")
                        .build(),
                ofTime("VERIFY SUM ATTLOG", "counts punches of this time"),
                ofTime("DATA QUERY ATTLOG", "sends punches of this time again"),
                ofTime("DATA QUERY ATTPHOTO", "sends photos of punches of this time again"));
    }

    private static CommandForm ofTime(String name, String help) {
        Parameter start = required("StartTime", MOMENT);
        Parameter end = required("EndTime", MOMENT);
        return command(name, help, Layout.TABBED, start, end)
                .habits(Habit.SLOW)
                .versionsOnly("")
                .build();
    }
}
