package io.larder.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder people`: who is enrolled at attendance terminals.
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        subcommands = PeopleCopyCommand.class,
        description = "People of attendance terminals: copies all of one terminal to another.")
final class PeopleCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "larder people needs a command");
    }
}
