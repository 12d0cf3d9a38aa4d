package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder clock`: whether the box knows what time it is.
@Command(
        name = "clock",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "show|confirm",
        description = {
            "Shows the clock of the running box, whether terminals may set theirs by it and why, and",
            "the terminals whose clocks are off. A box that does not know what time it is tells",
            "nobody: it takes uploads and has terminals ask again for all else."
        },
        footer = {
            "",
            "Exit code: 0 trusted, or confirmed; 1 no box runs, it has no console, its clock is",
            "not trusted, or says another time than TIME; 2 wrong usage.",
            "",
            "Example, when a look at a watch says half past twelve:",
            "  larder clock confirm 2026-03-01T12:30 --data /var/lib/larder"
        })
final class ClockCommand implements Runnable {
    private static final String PATH = "/api/v1/clock";
    private static final String TERMINALS = "terminals";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected show or confirm");
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows it.")
    int show(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Data folder.")
                    Path data,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException {
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Map<String, Object> clock = console.get(PATH);
            print(json ? Json.write(clock) + "\n" : text(clock));
            return code(clock);
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Says what time it is at the site. When the box's clock says the same, give or take",
                "two minutes, it is trusted until it jumps or the machine starts again."
            })
    int confirm(
            @Parameters(paramLabel = "TIME", description = "Such as 2026-03-01T12:30.") String time,
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Data folder.")
                    Path data)
            throws IOException {
        try (ConsoleClient console = ConsoleClient.of(data)) {
            String said = URLEncoder.encode(time, StandardCharsets.UTF_8);
            Map<String, Object> clock = console.post(PATH + "/confirm?time=" + said);
            print(text(clock));
            return code(clock);
        }
    }

    private static boolean isTrusted(Map<String, Object> clock) {
        return Boolean.TRUE.equals(clock.get("trusted"));
    }

    private static int code(Map<String, Object> clock) {
        return isTrusted(clock) ? 0 : 1;
    }

    private static String text(Map<String, Object> clock) {
        boolean trusted = isTrusted(clock);
        StringBuilder out =
                new StringBuilder(
                        clock.get("time")
                                + (trusted ? "  trusted: " : "  not trusted: ")
                                + clock.get("why")
                                + "\n");
        if (clock.get(TERMINALS) instanceof List<?> all) {
            all.forEach(each -> out.append(terminal((Map<?, ?>) each)));
        }
        return out.toString();
    }

    private static String terminal(Map<?, ?> terminal) {
        long ahead =
                terminal.get("aheadSeconds") instanceof Number seconds ? seconds.longValue() : 0;
        return "terminal "
                + terminal.get("terminal")
                + "  "
                + Math.abs(ahead)
                + " s "
                + (ahead < 0 ? "behind" : "ahead")
                + (Boolean.TRUE.equals(terminal.get("drifts")) ? ", too much" : "")
                + "\n";
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
