package io.larder.server.cli;

import io.larder.server.command.Languages;
import io.larder.server.json.Json;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.record.Family;
import io.larder.server.watch.Patience;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder command`: orders something of a terminal.
@Command(
        name = "command",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Orders something of a terminal, through the running box (or headquarters, for a",
            "terminal of one of its boxes). The order is kept before its number is printed; the",
            "terminal gets it with its next poll, and `larder commands` tells what became of it.",
            "",
            "WORDS are the command as the protocol names it: a name, then KEY=VALUE or a text.",
            "A command that does not exist lists those that do, --list shows their fields.",
            "",
            "Attendance terminals of the oldest generation are told in their own words: order",
            "DATA UPDATE USERINFO of any. TMP=@SHA256 and Content=@SHA256 stand for a template or",
            "a picture that the box has, by the SHA-256 of its content."
        },
        footer = {
            "",
            "Orders that erase something need --confirm; those with full control of a terminal",
            "(SHELL, CLEAR DATA, files, its server address) also commands.powerful=true.",
            "",
            "Exit code: 0 ordered (with --wait: carried out), 1 declined, no box runs, or (with",
            "--wait) not carried out, 2 wrong usage.",
            "",
            "Examples:",
            "  larder command 5158181900025 INFO --data /var/lib/larder --wait 60",
            "  larder command 5158181900025 SYNC POSLOG START=1 END=50 --data /var/lib/larder",
            "  larder command 5158181900025 UPDATE PRESSKEY KeyID=3 Price=450 --data /var/lib/larder",
            "  larder command 3399182200001 DATA UPDATE USERINFO PIN=7 Name=Ann Card=123456789 \\",
            "      --data /var/lib/larder",
            "  larder command 3399182200001 DATA DELETE USERINFO PIN=7 --confirm --data /var/lib/larder",
            "  larder command --list attendance"
        })
final class CommandCommand implements Callable<Integer> {
    private static final int LOOK_MILLIS = 500;
    private static final Set<String> OPEN = Set.of("issued", "handedOver");

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TERMINAL", description = "Its serial number.")
    private String terminal = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "WORDS", description = "See above.")
    private List<String> words = List.of();

    @Option(
            names = "--list",
            help = true,
            paramLabel = "FAMILY",
            description = "Lists the commands of canteen, attendance or meeting terminals.")
    private @Nullable Family list;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Option(
            names = "--ttl",
            defaultValue = "604800",
            paramLabel = "SECONDS",
            description = "Not handed over by then, it expires (default ${DEFAULT-VALUE}).")
    private long ttlSeconds;

    @Option(names = "--confirm", description = "Yes, this is meant.")
    private boolean confirm;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Wait so long for what becomes of it, and print that.")
    private int waitSeconds;

    @Override
    public Integer call() throws IOException {
        if (list != null) {
            list(list, spec.commandLine().getOut());
            return 0;
        }
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("terminal", terminal);
        order.put("words", words);
        order.put("ttlSeconds", ttlSeconds);
        order.put("confirm", confirm);
        order.put("by", System.getProperty("user.name", ""));
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Map<String, Object> mine = console.post("/api/v1/commands", Json.write(order));
            Object id = ((List<?>) mine.getOrDefault("ids", List.of())).getFirst();
            out.println("command " + id + " is ordered");
            out.flush();
            return waitSeconds == 0 ? 0 : await(console, String.valueOf(id), out);
        }
    }

    private static void list(Family family, PrintWriter out) {
        Languages.of(family)
                .map(CommandLanguage::help)
                .orElse(Map.of())
                .forEach((command, does) -> out.println(command + "\n    " + does));
        out.flush();
    }

    private int await(ConsoleClient console, String id, PrintWriter out) throws IOException {
        Patience patience = new Patience(waitSeconds * 1000 / LOOK_MILLIS, LOOK_MILLIS);
        Optional<Map<String, Object>> ended = patience.find(() -> ended(console, id));
        if (ended.isEmpty()) {
            out.println("nothing is known of it after " + waitSeconds + " seconds");
            return 1;
        }
        out.print(Outline.of("command " + id, ended.get()));
        return "settled".equals(ended.get().get("state")) ? 0 : 1;
    }

    private static Optional<Map<String, Object>> ended(ConsoleClient console, String id)
            throws IOException {
        Map<String, Object> command = console.get("/api/v1/commands/" + id);
        return OPEN.contains(String.valueOf(command.get("state")))
                ? Optional.empty()
                : Optional.of(command);
    }
}
