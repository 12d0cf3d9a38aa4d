package io.larder.server.cli;

import io.larder.server.doctor.Checkup;
import io.larder.server.doctor.Rules;
import io.larder.server.doctor.Said;
import io.larder.server.doctor.Words;
import io.larder.server.json.Json;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder doctor`: what is wrong with a box and what to do about it.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks at a box, running or not, and says in plain words what is wrong and what to do about",
            "it, the most serious first: disk, clock, lines, terminals, journal, ledger, backups.",
            "Of a box that is not running it says what would keep it from starting; the whole journal",
            "is read then. All findings are in docs/doctor.md."
        },
        footer = {
            "",
            "Exit code: 0 all is well, 1 something needs a person, 2 wrong usage.",
            "",
            "Examples:",
            "  larder doctor",
            "  larder doctor --data /var/lib/larder --config /etc/larder/larder.yaml --lang zh"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final Path ROOT = Path.of("/");

    @Spec private CommandSpec spec;

    @Option(
            names = "--data",
            defaultValue = "/var/lib/larder",
            paramLabel = "DIR",
            description = "Data folder (default ${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            description =
                    "en or zh (default: by LANGUAGE, LC_ALL, LC_MESSAGES, LANG; English for others).")
    private @Nullable String lang;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        Instant now = ClockParts.ofThisMachine().now();
        Checkup seen = Sight.of(data, settings::readOrUsual, ROOT, now, System.getenv());
        List<Said> found = Rules.of(seen);
        Words words = Words.of(language(System.getenv()), ZoneId.systemDefault());
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? json(found, words) : text(seen, found, words));
        out.flush();
        return found.isEmpty() ? 0 : 1;
    }

    private Words.Language language(Map<String, String> environment) {
        String text = lang;
        for (String name : List.of("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")) {
            if (text == null || text.isEmpty()) {
                text = environment.get(name);
            }
        }
        return Words.Language.of(text == null ? "" : text);
    }

    private static String json(List<Said> found, Words words) {
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Said said : found) {
            Map<String, Object> finding = new LinkedHashMap<>();
            finding.put("id", said.finding().id());
            finding.put("wrong", words.wrong(said));
            finding.put("todo", words.todo(said));
            findings.add(finding);
        }
        return Json.write(Map.of("findings", findings)) + "\n";
    }

    private String text(Checkup seen, List<Said> found, Words words) throws IOException {
        if (found.isEmpty()) {
            return well(seen, words) + "\n";
        }
        StringBuilder out =
                new StringBuilder(
                        words.text(
                                "head.serious",
                                Map.of(
                                        "count",
                                        found.size(),
                                        "program",
                                        Main.version(),
                                        "data",
                                        data)));
        out.append('\n');
        for (Said said : found) {
            out.append('\n').append(said.finding().id()).append("  ").append(words.wrong(said));
            out.append("\n  ").append(words.text("do", Map.of())).append(' ');
            out.append(words.todo(said)).append('\n');
        }
        return out.toString();
    }

    /// Nothing is found of a box that could not be asked: it is there. A new one needs no backup
    /// yet.
    private String well(Checkup seen, Words words) throws IOException {
        Checkup.Live live = seen.live().orElseThrow();
        String backup =
                seen.backup()
                        .map(last -> Duration.between(last.at(), seen.now()))
                        .map(age -> words.text("well.backup", Map.of("age", age)))
                        .orElseGet(() -> words.text("well.new", Map.of()));
        return words.text(
                "well",
                Map.of(
                        "program",
                        Main.version(),
                        "box",
                        Store.look(data).box(),
                        "terminals",
                        live.terminals().size(),
                        "percent",
                        Math.round(live.ringUsed() * 100),
                        "left",
                        new Said.Size(seen.medium().usable()),
                        "backup",
                        backup));
    }
}
