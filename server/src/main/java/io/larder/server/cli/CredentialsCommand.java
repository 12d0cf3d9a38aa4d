package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.site.CsvText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder credentials`: gives meeting terminals their keys.
@Command(
        name = "credentials",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives meeting terminals their keys, out of a file of comma-separated values (UTF-8).",
            "Its first line names the columns: terminal, productId, deviceKey, secretKey. A terminal",
            "that nobody knows is let in with that. An empty cell stays as it was, - is forgotten.",
            "The keys are kept in a form from which nobody reads them, and are never shown."
        },
        footer = {
            "",
            "Exit code: 0 taken, 1 something is wrong with the file or no box runs, 2 wrong usage.",
            "",
            "Example:",
            "  larder credentials keys.csv --data /var/lib/larder"
        })
final class CredentialsCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("terminal", "productId", "deviceKey", "secretKey");

    /// Terminals in one request.
    private static final int PAGE = 100;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        List<Map<String, String>> all = read(Files.readString(file, StandardCharsets.UTF_8));
        try (ConsoleClient console = ConsoleClient.of(data)) {
            for (int from = 0; from < all.size(); from += PAGE) {
                List<Map<String, String>> page =
                        all.subList(from, Math.min(all.size(), from + PAGE));
                console.post("/api/v1/credentials", Json.write(Map.of("credentials", page)));
            }
        }
        spec.commandLine().getOut().println(all.size() + " terminals have their keys");
        return 0;
    }

    private List<Map<String, String>> read(String text) throws IOException {
        List<CsvText.Row> rows;
        try {
            rows = CsvText.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CsvText.Broken e) {
            throw new IOException(file + ": line " + e.line() + ": " + e.getMessage(), e);
        }
        if (rows.isEmpty() || !COLUMNS.containsAll(names(rows.getFirst()))) {
            throw new IOException(
                    file
                            + ": the first line names other columns than "
                            + String.join(",", COLUMNS));
        }
        List<String> names = names(rows.getFirst());
        List<Map<String, String>> all = new ArrayList<>();
        for (CsvText.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != names.size()) {
                throw new IOException(
                        file + ": line " + row.line() + " has not " + names.size() + " cells");
            }
            Map<String, String> one = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                one.put(names.get(i), row.cells().get(i).strip());
            }
            all.add(one);
        }
        return all;
    }

    private static List<String> names(CsvText.Row head) {
        return head.cells().stream().map(String::strip).toList();
    }
}
