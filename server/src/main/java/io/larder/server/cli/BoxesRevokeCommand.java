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

/// `larder boxes revoke`: a box is let in no longer.
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets a box in no longer. It keeps what it has, says at its own console that it was revoked,",
            "and goes on where it was when it is readmitted. The number of an open invitation withdraws",
            "that one."
        },
        footer = {
            "",
            "Exit code: 0 done, 1 not done (the reason is printed), 2 wrong usage.",
            "",
            "Example:",
            "  larder boxes revoke 00112233445566aa --data /var/lib/hq"
        })
final class BoxesRevokeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "BOX",
            description = "The box, or an invitation's number.")
    private String box;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Object site = console.post(BoxesQuotaCommand.path(box, "revoke")).get("site");
            out.println(box + " (" + site + ") is let in no longer");
        }
        out.flush();
        return 0;
    }
}
