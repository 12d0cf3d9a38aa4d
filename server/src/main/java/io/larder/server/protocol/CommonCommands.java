package io.larder.server.protocol;

import static io.larder.server.protocol.CommandForm.command;

import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.OrderTraits.Guard;
import java.util.regex.Pattern;

/// Commands that several families write alike. Sources: PROTOCOL.md 3.4 to 3.6; traps T-042, T-060,
/// T-076, T-083, T-088 to T-090.
public final class CommonCommands {
    /// Below `/iclock/` the box serves files from here only.
    private static final Pattern FILE_URL =
            Pattern.compile("file(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~+@,-]+)+");

    /// Archives are unpacked: they bring programs.
    private static final Pattern ARCHIVE = Pattern.compile("(?i).*\\.(tgz|gz|tar|zip)");

    private static final Parameter PATH =
            Parameter.optional(
                    "path", ValueForm.matching("path", "a path without blanks", "[^ ]+"));

    private CommonCommands() {}

    /// SHELL: runs a command of the operating system.
    public static CommandForm shell() {
        return command(
                        "SHELL",
                        "runs a command of the operating system",
                        Layout.ARGUMENT,
                        Parameter.required("command line", ValueForm.TEXT))
                .habits(Habit.ONCE, Habit.COUNTS, Habit.SLOW)
                .guard(Guard.POWERFUL)
                .build();
    }

    /// INFO: asks for the terminal's state.
    public static CommandForm info() {
        return command("INFO", "asks for the state of the terminal", Layout.WORDS).build();
    }

    /// REBOOT: answered by an initialisation at best.
    public static CommandForm reboot() {
        return command("REBOOT", "starts the terminal again", Layout.WORDS)
                .habits(Habit.ENDS_BATCH, Habit.ONCE, Habit.RESTARTS, Habit.SLOW)
                .build();
    }

    /// SET OPTION, in the singular; several items are joined by TAB.
    public static CommandForm setOption() {
        return command("SET OPTION", "changes settings of the terminal", Layout.TABBED)
                .open(OptionItems::parameter)
                .habits(Habit.ENDS_BATCH)
                .changes("OPTION")
                .build();
    }

    /// CLEAR of one kind.
    public static CommandForm clear(String what, String help, Guard guard, Parameter... fields) {
        return command("CLEAR " + what, help, Layout.SPACED, fields)
                .habits(Habit.ENDS_BATCH, Habit.ONCE)
                .guard(guard)
                .build();
    }

    /// GetFile: a file of the terminal comes with the reply.
    public static CommandForm getFile() {
        return command(
                        "GetFile",
                        "fetches a file of the terminal",
                        Layout.ARGUMENT,
                        Parameter.required("path", ValueForm.TEXT))
                .habits(Habit.COUNTS, Habit.SLOW)
                .guard(Guard.POWERFUL)
                .build();
    }

    /// PutFile: the terminal fetches `url` below `/iclock/` and keeps it at `path`.
    public static CommandForm putFile(Layout layout) {
        return command(
                        "PutFile",
                        "has the terminal fetch a file",
                        layout,
                        Parameter.required(
                                "url",
                                ValueForm.plain(
                                        "url",
                                        "a relative path like file/name without ..",
                                        FILE_URL.asMatchPredicate())),
                        PATH)
                .habits(Habit.COUNTS, Habit.SLOW)
                .guard(Guard.POWERFUL)
                .refined(CommonCommands::sent)
                .build();
    }

    /// An archive is never fetched twice by itself; any other file overwrites what is at its path.
    private static OrderTraits sent(Order order, OrderTraits traits) {
        boolean archive = ARCHIVE.matcher(order.value("url").orElse("")).matches();
        String path = order.value("path").orElse("");
        return new OrderTraits(
                traits.endsBatch(),
                !archive,
                traits.restarts(),
                traits.countIsSuccess(),
                traits.guard(),
                traits.patienceSeconds(),
                traits.secrets(),
                !archive && path.startsWith("/") && !path.endsWith("/") ? "FILE" + path : "");
    }

    /// The commands that end a batch and carry nothing: CHECK and RELOAD OPTIONS.
    public static CommandForm last(String name, String help) {
        return command(name, help, Layout.WORDS).habits(Habit.ENDS_BATCH).build();
    }
}
