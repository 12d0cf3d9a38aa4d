package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.CommandForm.command;

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
import io.larder.server.record.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How a canteen terminal is ordered to do things. The names of what is cleared, checked and sent
/// again do not match one another: that is how terminals know them (trap T-026). Sources:
/// PROTOCOL.md 3.4; traps T-017, T-018, T-025.
public final class CanteenCommands {
    /// Record number and time of the end: the document prints them without `=`.
    static final Fact SYNC_END =
            Fact.of("sync.end", new Way("equals", "END="), new Way("bare", "END"));

    private static final Map<String, String> LOGS =
            Map.of("POSLOG", "purchases", "FULLLOG", "top-ups", "ALLOWLOG", "subsidies");

    /// All commands of the canteen.
    public static final CommandLanguage LANGUAGE = new CommandTable(Family.CANTEEN, forms());

    private CanteenCommands() {}

    private static List<CommandForm> forms() {
        List<CommandForm> forms =
                new ArrayList<>(
                        List.of(
                                CommonCommands.info(),
                                CommonCommands.setOption(),
                                CommonCommands.reboot(),
                                CommonCommands.last("CHECK OPTION", "asks for an initialisation"),
                                check("POSLOG"),
                                check("FULLLOG"),
                                check("ALLOWLOG"),
                                CommonCommands.last(
                                        "CHECK ALL", "asks for an initialisation and all news"),
                                sync("POSLOG"),
                                sync("FULLLOG"),
                                sync("ALLOWLOG"),
                                collect("POSLOG"),
                                collect("FULLLOG"),
                                collect("ALLOWLOG")));
        forms.addAll(SiteTables.forms());
        forms.addAll(
                List.of(
                        clear("POSLOG", "erases all purchases", Guard.CONFIRM),
                        clear("FULLVALUE", "erases all top-ups", Guard.CONFIRM),
                        clear("SIDYLOG", "erases all subsidies", Guard.CONFIRM),
                        clear(
                                "ONRESPOSLOG",
                                "erases purchases before that day",
                                Guard.CONFIRM,
                                Parameter.required("DATE", ValueForm.DAY)),
                        clear("DATA", "erases everything", Guard.POWERFUL),
                        CommonCommands.getFile(),
                        CommonCommands.putFile(Layout.VALUES_SPACED),
                        CommonCommands.shell()));
        return forms;
    }

    private static CommandForm clear(String what, String help, Guard guard, Parameter... fields) {
        return CommonCommands.clear(what, help, guard, fields);
    }

    private static CommandForm check(String log) {
        return CommonCommands.last("CHECK " + log, "sends new " + LOGS.get(log) + " now");
    }

    private static CommandForm sync(String log) {
        return command(
                        "SYNC " + log,
                        "sends " + LOGS.get(log) + " of these record numbers again",
                        Layout.SPACED,
                        Parameter.required("START", ValueForm.NUMBER),
                        Parameter.required("END", ValueForm.NUMBER).spelled(SYNC_END))
                .habits(Habit.COUNTS)
                .build();
    }

    private static CommandForm collect(String log) {
        return command(
                        "COLL " + log,
                        "sends " + LOGS.get(log) + " of this time again, of one card or of all (0)",
                        Layout.SPACED,
                        Parameter.required("START", CanteenForms.MOMENT),
                        Parameter.required("END", CanteenForms.MOMENT).spelled(SYNC_END),
                        Parameter.optional("CARDNO", ValueForm.NUMBER).or("0"))
                .habits(Habit.COUNTS)
                .build();
    }
}
