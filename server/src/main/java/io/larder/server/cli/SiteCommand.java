package io.larder.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder site`: what the site must know offline.
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        subcommands = {SiteImportCommand.class, SiteShowCommand.class},
        description = "Cards and people, prices, meals: brings them in and shows them.")
final class SiteCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "larder site needs a command");
    }
}
