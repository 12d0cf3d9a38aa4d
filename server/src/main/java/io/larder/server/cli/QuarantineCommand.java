package io.larder.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder quarantine`: lines that were kept and not understood.
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        description = {
            "Lines that terminals sent and nobody understood: they are kept with their bytes, and",
            "can be read again after an upgrade or once their terminal is let in."
        },
        footer = {
            "",
            "Examples:",
            "  larder quarantine list --data /var/lib/larder",
            "  larder quarantine retry --data /var/lib/larder --all"
        },
        subcommands = {QuarantineListCommand.class, QuarantineRetryCommand.class})
final class QuarantineCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "quarantine needs list or retry");
    }
}
