package io.larder.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder boxes readmit`: a revoked box is let in again.
@Command(
        name = "readmit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets a revoked box in again, with the key that it had; it goes on where it was."
        },
        footer = {
            "",
            "Exit code: 0 done, 1 not done (the reason is printed), 2 wrong usage.",
            "",
            "Example:",
            "  larder boxes readmit 00112233445566aa --data /var/lib/hq"
        })
final class BoxesReadmitCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BOX", description = "The box.")
    private String box;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Object site = console.post(BoxesQuotaCommand.path(box, "readmit")).get("site");
            out.println(box + " (" + site + ") is let in again");
        }
        out.flush();
        return 0;
    }
}
