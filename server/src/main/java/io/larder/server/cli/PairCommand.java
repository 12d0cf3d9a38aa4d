package io.larder.server.cli;

import io.larder.server.watch.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder pair`: lets unknown terminals in for a while.
@Command(
        name = "pair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Opens the pairing window of the running box: a terminal that nobody knows and that",
            "speaks meanwhile is let in for good. Needs admission.policy pairing (the default)."
        },
        footer = {
            "",
            "Exit code: 0 opened, 1 no box runs, it has no console or another policy,",
            "2 wrong usage.",
            "",
            "Example: ten minutes, showing who comes in:",
            "  larder pair --data /var/lib/larder --seconds 600 --wait"
        })
final class PairCommand implements Callable<Integer> {
    private static final Patience WHILE_OPEN = new Patience(Integer.MAX_VALUE, 500);

    @Spec private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Option(
            names = "--seconds",
            defaultValue = "600",
            paramLabel = "N",
            description = "How long (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--wait",
            description = "Wait until the window closes and print each terminal that is let in.")
    private boolean wait;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Set<String> known = new HashSet<>(terminals(console.get("/api/v1/status")));
            Object open = console.post("/api/v1/pair?seconds=" + seconds).get("seconds");
            out.println("the pairing window is open for " + open + " seconds");
            if (wait) {
                WHILE_OPEN.find(() -> closed(console, known, out));
                out.println("the pairing window is closed");
            }
        }
        return 0;
    }

    /// Prints who came in since the last look; empty while the window is open.
    private static Optional<Boolean> closed(
            ConsoleClient console, Set<String> known, PrintWriter out) throws IOException {
        Map<String, Object> status = console.get("/api/v1/status");
        for (String terminal : terminals(status)) {
            if (known.add(terminal)) {
                out.println("terminal " + terminal + " is let in");
            }
        }
        return Optional.of(true).filter(_ -> Long.valueOf(0).equals(status.get("pairingSeconds")));
    }

    private static Set<String> terminals(Map<String, Object> status) {
        Set<String> serials = new TreeSet<>();
        if (status.get("terminals") instanceof List<?> terminals) {
            for (Object terminal : terminals) {
                if (terminal instanceof Map<?, ?> facts) {
                    serials.add(String.valueOf(facts.get("terminal")));
                }
            }
        }
        return serials;
    }
}
