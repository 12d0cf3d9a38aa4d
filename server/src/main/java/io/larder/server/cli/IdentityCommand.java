package io.larder.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder identity`: the keys by which others know a box.
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = {
            "The keys by which others know a box: its identity (Ed25519), with which it signs and",
            "shows itself upwards, and the key it shows to terminals and browsers in TLS.",
            "`larder show box` prints their fingerprints."
        },
        footer = {
            "",
            "Examples:",
            "  larder identity export --data /var/lib/larder",
            "  larder identity rotate --data /var/lib/larder        # the box is stopped",
            "  larder identity rotate tls --data /var/lib/larder"
        },
        subcommands = {IdentityExportCommand.class, IdentityRotateCommand.class})
final class IdentityCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "identity needs export or rotate");
    }
}
