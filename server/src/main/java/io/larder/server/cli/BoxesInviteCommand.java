package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder boxes invite`: what lets one box in, once.
@Command(
        name = "invite",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints an invitation for one box. It is the token of the box's upstream, together with",
            "this headquarters' address as https URL; it says whom the box is to believe, and lets",
            "one box in, once. Give it away like a password. It is not kept here and cannot be shown",
            "again. Needs a running headquarters with receive.tls."
        },
        footer = {
            "",
            "Exit code: 0 printed, 1 not given (the reason is printed), 2 wrong usage.",
            "",
            "Example:",
            "  larder boxes invite --data /var/lib/hq --name \"Canteen East\" --days 3",
            "and at the box:",
            "  upstreams.headquarters.url: https://hq.example:8090",
            "  upstreams.headquarters.token: larder-invite-…"
        })
final class BoxesInviteCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "TEXT",
            description = "What people call the site of the box.")
    private String name;

    @Option(
            names = "--days",
            defaultValue = "7",
            paramLabel = "N",
            description = "How long it lets somebody in (default ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--box",
            paramLabel = "BOX",
            description = {
                "For this box only, which may be enrolled already: its new key takes the place of the",
                "old one, after identity.key was lost or stolen."
            })
    private @Nullable String box;

    @Option(
            names = "--quota-megabytes-per-day",
            paramLabel = "N",
            description = "Packed megabytes a day, 0 for any number (default: the usual).")
    private @Nullable Long quota;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("site", name);
        said.put("days", days);
        if (box != null) {
            said.put("box", box);
        }
        if (quota != null) {
            said.put("megabytesPerDay", quota);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            out.println(
                    console.post("/api/v1/boxes/invitations", Json.write(said)).get("invitation"));
        }
        out.flush();
        return 0;
    }
}
