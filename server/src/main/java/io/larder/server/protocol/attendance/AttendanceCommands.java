package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.CommandForm.command;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandTable;
import io.larder.server.protocol.CommonCommands;
import io.larder.server.protocol.Fact;
import io.larder.server.protocol.Fact.Way;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Parameter;
import io.larder.server.protocol.ValueForm;
import io.larder.server.protocol.Version;
import io.larder.server.record.Family;
import java.util.List;
import java.util.stream.Stream;

/// How an attendance terminal is ordered to do things. Orders have the newer names; terminals that
/// name no version are told in the older words, where they have any. Sources: PROTOCOL.md 3.5;
/// traps T-057, T-059, T-060, T-076.
public final class AttendanceCommands {
    /// From here on "do not overwrite" is 0 instead of 2.
    private static final Version KEEP_IS_ZERO = Version.of(2, 2, 14);

    /// 1 overwrites a finger, 0 (old terminals: 2) does not.
    private static final ValueForm OVERWRITE =
            new ValueForm(
                    "0|1",
                    "1 to overwrite, 0 not to",
                    value -> value.equals("0") || value.equals("1") || value.equals("2"),
                    (value, _, audience) -> value.equals("1") ? "1" : keep(audience),
                    List.of());

    private static final Fact GET_OPTION =
            Fact.of(
                    "option.get",
                    new Way("from", "GET OPTION FROM"),
                    new Way("plural", "GET OPTIONS"));

    /// All commands of attendance.
    public static final CommandLanguage LANGUAGE =
            new CommandTable(
                    Family.ATTENDANCE,
                    Stream.of(
                                    asking(),
                                    RecordCommands.forms(),
                                    PersonCommands.forms(),
                                    AccessCommands.forms(),
                                    doing(),
                                    dangerous())
                            .flatMap(List::stream)
                            .toList(),
                    Abilities::objection);

    private AttendanceCommands() {}

    private static List<CommandForm> asking() {
        return List.of(
                CommonCommands.info(),
                CommonCommands.last("CHECK", "asks for an initialisation and all news"),
                command("LOG", "sends what is new now", Layout.WORDS).build(),
                CommonCommands.setOption(),
                command(
                                "GET OPTION",
                                "asks for one setting",
                                Layout.ARGUMENT,
                                Parameter.required("key", ValueForm.WORD))
                        .written("GET OPTION FROM")
                        .wording(GET_OPTION)
                        .build(),
                CommonCommands.last("RELOAD OPTIONS", "makes changed settings effective"),
                CommonCommands.reboot());
    }

    private static List<CommandForm> doing() {
        return List.of(
                command(
                                "ENROLL_FP",
                                "has a person enrol a finger at the terminal",
                                Layout.TABBED,
                                Parameter.key("PIN", AttendanceForms.PIN),
                                Parameter.key("FID", AttendanceForms.FINGER),
                                Parameter.optional("RETRY", ValueForm.NUMBER),
                                Parameter.optional("OVERWRITE", OVERWRITE))
                        .habits(Habit.ONCE, Habit.SLOW)
                        .build(),
                command(
                                "AC_UNLOCK",
                                "opens the door",
                                Layout.VALUES_TABBED,
                                Parameter.optional("door", ValueForm.NUMBER),
                                Parameter.optional("delay", ValueForm.NUMBER))
                        .habits(Habit.ONCE)
                        .guard(Guard.POWERFUL)
                        .build(),
                command("AC_UNALARM", "ends an alarm", Layout.WORDS).habits(Habit.ONCE).build());
    }

    private static List<CommandForm> dangerous() {
        return List.of(
                CommonCommands.clear("LOG", "erases all punches", Guard.CONFIRM),
                CommonCommands.clear("PHOTO", "erases all photos", Guard.CONFIRM),
                CommonCommands.clear("DATA", "erases everything", Guard.POWERFUL),
                CommonCommands.getFile(),
                CommonCommands.putFile(Layout.VALUES_BY_VERSION),
                CommonCommands.shell());
    }

    private static String keep(Audience audience) {
        Version version = audience.pushver();
        return version == null || version.compareTo(KEEP_IS_ZERO) < 0 ? "2" : "0";
    }
}
