package io.larder.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// One command as a page for `man`, in troff, made of what `--help` shows.
final class ManualPage {
    private final CommandSpec command;
    private final StringBuilder out = new StringBuilder();

    ManualPage(CommandSpec command) {
        this.command = command;
    }

    /// `larder-site-import`.
    String name() {
        return command.qualifiedName("-");
    }

    String text() {
        out.setLength(0);
        String title = name().toUpperCase(Locale.ROOT).replace("-", "\\-");
        out.append(".TH ").append(title).append(" 1 \"\" \"Larder ");
        out.append(escaped(Main.version())).append("\" \"Larder\"\n");
        section("NAME");
        out.append(escaped(name())).append(" \\- ").append(escaped(summary())).append('\n');
        section("SYNOPSIS");
        asItIs(
                new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF))
                        .detailedSynopsis(0, null, false)
                        .lines()
                        .toList());
        section("DESCRIPTION");
        paragraph(command.usageMessage().description());
        parameters();
        options();
        commands();
        footer();
        surroundings();
        return out.toString();
    }

    /// The first sentence, as a line of an index.
    private String summary() {
        String all = String.join(" ", rendered(command.usageMessage().description()));
        return all.split("(?<=[.;:]) ", 2)[0].replaceAll("[.;:]$", "");
    }

    private void parameters() {
        if (command.positionalParameters().isEmpty()) {
            return;
        }
        section("PARAMETERS");
        for (PositionalParamSpec each : command.positionalParameters()) {
            tagged("\\fI" + escaped(each.paramLabel()) + "\\fR", each.description());
        }
    }

    private void options() {
        section("OPTIONS");
        for (OptionSpec each : command.options()) {
            if (!each.hidden()) {
                String names =
                        Arrays.stream(each.names())
                                .map(name -> "\\fB" + escaped(name) + "\\fR")
                                .collect(Collectors.joining(", "));
                boolean valued = each.arity().max() > 0;
                tagged(
                        names + (valued ? "=\\fI" + escaped(each.paramLabel()) + "\\fR" : ""),
                        each.description());
            }
        }
    }

    private void commands() {
        Map<String, CommandLine> below = new TreeMap<>(command.subcommands());
        below.values().removeIf(each -> each.getCommandSpec().usageMessage().hidden());
        if (below.isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (CommandLine each : below.values()) {
            ManualPage page = new ManualPage(each.getCommandSpec());
            tagged("\\fB" + escaped(page.name()) + "\\fR(1)", page.summary());
        }
    }

    /// Exit codes, examples and tables: their lines stay as they are.
    private void footer() {
        List<String> lines = rendered(command.usageMessage().footer());
        if (!lines.isEmpty()) {
            section("MORE");
            asItIs(lines);
        }
    }

    private void surroundings() {
        if (command.parent() != null) {
            section("SEE ALSO");
            String above = escaped(command.parent().qualifiedName("-"));
            out.append("\\fB").append(above).append("\\fR(1)\n");
            return;
        }
        section("ENVIRONMENT");
        tagged("LARDER_DATA", "The data folder, for commands that are not told another.");
        tagged("LARDER_CONFIG", "The configuration file, likewise.");
        tagged(
                "LARDER_SECTION_KEY",
                "Sets a key of the configuration: LARDER_TERMINAL_PORT sets terminal.port.");
    }

    private void section(String name) {
        out.append(".SH ").append(name).append('\n');
    }

    private void paragraph(String... lines) {
        rendered(lines).forEach(each -> line(each, ".PP"));
    }

    private void tagged(String tag, String... lines) {
        out.append(".TP\n").append(tag).append('\n');
        rendered(lines).forEach(each -> line(each, ".br"));
    }

    private void asItIs(List<String> lines) {
        out.append(".nf\n");
        lines.forEach(each -> line(each, ""));
        out.append(".fi\n");
    }

    /// An empty line of a text that flows would be `between` for troff.
    private void line(String text, String between) {
        boolean blank = text.isBlank();
        out.append(blank ? between : escaped(text)).append('\n');
    }

    private static List<String> rendered(String... lines) {
        return Arrays.stream(lines)
                .flatMap(each -> Ansi.OFF.string(each.formatted()).lines())
                .toList();
    }

    /// A line that begins with a dot or an apostrophe would be an order to troff, a hyphen would
    /// become a typographic one, and a backslash is troff's own.
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
