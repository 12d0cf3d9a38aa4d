package io.larder.server.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder commands cancel`.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes a command back. One that was handed over may be carried out all the same, but",
            "does not go out again."
        },
        footer = {
            "",
            "Exit code: 0 taken back, 1 no open command of that number or no box runs, 2 wrong",
            "usage.",
            "",
            "Example:",
            "  larder commands cancel 12000 --data /var/lib/larder"
        })
final class CommandsCancelCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "Its number.")
    private long id;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        String by = URLEncoder.encode(System.getProperty("user.name", ""), StandardCharsets.UTF_8);
        try (ConsoleClient console = ConsoleClient.of(data)) {
            console.post("/api/v1/commands/" + id + "/cancel?by=" + by);
        }
        spec.commandLine().getOut().println("command " + id + " is cancelled");
        return 0;
    }
}
