package io.larder.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder boxes`: the boxes of a headquarters.
@Command(
        name = "boxes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {
            BoxesListCommand.class,
            BoxesInviteCommand.class,
            BoxesRevokeCommand.class,
            BoxesReadmitCommand.class,
            BoxesQuotaCommand.class
        },
        description =
                "Boxes of a headquarters: shows them, lets them in by invitation or no longer, and says"
                        + " how much each may send.")
final class BoxesCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "larder boxes needs a command");
    }
}
