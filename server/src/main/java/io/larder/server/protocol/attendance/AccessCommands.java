package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.CommandForm.command;
import static io.larder.server.protocol.Parameter.key;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.ValueForm.NUMBER;
import static io.larder.server.protocol.ValueForm.TEXT;
import static io.larder.server.protocol.ValueForm.WORD;
import static io.larder.server.protocol.attendance.AttendanceForms.MOMENT;
import static io.larder.server.protocol.attendance.AttendanceForms.PIN;

import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Parameter;
import java.util.List;

/// When doors open, and short messages that terminals show. What `UID` of a message means differs:
/// terminals that name no version take the person's number, others the message's own, and a second
/// command says who sees it. Sources: PROTOCOL.md 3.5; traps T-052, T-054, T-055, T-058.
final class AccessCommands {
    private AccessCommands() {}

    static List<CommandForm> forms() {
        return List.of(
                update(
                        "TIMEZONE",
                        "adds or changes a time zone of doors",
                        key("TZID", NUMBER),
                        required("ITIME", WORD),
                        optional("RESERVE", TEXT)),
                delete("TIMEZONE", "removes a time zone of doors", key("TZID", NUMBER)),
                update(
                        "GLOCK",
                        "adds or changes groups that open a door together",
                        key("GLID", NUMBER),
                        required("GROUPIDS", TEXT),
                        optional("MEMBERCOUNT", NUMBER),
                        optional("RESERVE", TEXT)),
                delete("GLOCK", "removes groups that open a door together", key("GLID", NUMBER)),
                data(
                                "DATA UPDATE SMS",
                                "adds or changes message UID, for everyone (TAG=253) or some (254)",
                                message(key("UID", NUMBER)))
                        .habits(Habit.COUNTS)
                        .changes("SMS")
                        .versionsOnly("SMS, where UID is the PIN of the person")
                        .build(),
                data(
                                "SMS",
                                "shows a message to everyone (TAG=253) or to the person with PIN"
                                        + " UID (254)",
                                message(optional("UID", PIN)))
                        .habits(Habit.COUNTS)
                        .noVersionsOnly("DATA UPDATE SMS and DATA UPDATE USER_SMS")
                        .build(),
                delete("SMS", "removes a message", key("UID", NUMBER)),
                update(
                        "USER_SMS",
                        "shows message UID to a person",
                        key("PIN", PIN),
                        key("UID", NUMBER)));
    }

    private static Parameter[] message(Parameter uid) {
        return new Parameter[] {
            required("MSG", TEXT),
            required("TAG", NUMBER),
            uid,
            optional("MIN", NUMBER),
            optional("StartTime", MOMENT)
        };
    }

    private static CommandForm update(String table, String help, Parameter... fields) {
        return data("DATA UPDATE " + table, help, fields).changes(table).versionsOnly("").build();
    }

    private static CommandForm delete(String table, String help, Parameter key) {
        return data("DATA DELETE " + table, help, key)
                .changes(table)
                .guard(Guard.CONFIRM)
                .versionsOnly("")
                .build();
    }

    private static CommandForm.Builder data(String name, String help, Parameter... fields) {
        return command(name, help, Layout.TABBED, fields);
    }
}
