package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder people copy`: all people of one attendance terminal to another.
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies all people of one attendance terminal of the running box to another, with the",
            "cards, passwords, templates and pictures of them that the other can take. From then on",
            "the other is told what changes of these people, whether terminals share people or not.",
            "",
            "Left out is whom either terminal knows as somebody else under the same number."
        },
        footer = {
            "",
            "Exit code: 0 copied, 1 no such terminal or no box runs, 2 wrong usage.",
            "",
            "Example:",
            "  larder people copy --from 5158181900001 --to 5158181900002 --data /var/lib/larder"
        })
final class PeopleCopyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "SN", description = "Who has them.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "SN", description = "Who is to.")
    private String to = "";

    @Option(
            names = "--replace",
            description = "Whom the other knows as somebody else is deleted there and replaced.")
    private boolean replace;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data = Path.of("");

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("from", from);
        asked.put("to", to);
        asked.put("replace", replace);
        Map<String, Object> done;
        try (ConsoleClient console = ConsoleClient.of(data)) {
            done = console.post("/api/v1/people/copy", Json.write(asked));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(done) + "\n" : text(done));
        out.flush();
        return 0;
    }

    private static String text(Map<String, Object> done) {
        StringBuilder text = new StringBuilder();
        text.append(done.get("copied")).append(" copied, ");
        text.append(done.get("replaced")).append(" of them in place of somebody else, ");
        text.append(done.get("leftOut")).append(" left out\n");
        if (done.get("firstLeftOut") instanceof List<?> leftOut) {
            for (Object each : leftOut) {
                if (each instanceof Map<?, ?> one) {
                    text.append("  ").append(one.get("pin")).append(": ").append(one.get("why"));
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }
}
