package io.larder.server.cli;

import io.larder.server.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder config`: the configuration file with every key, its default and its comment.
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Prints a configuration file with every key, its default and what it takes.")
final class ConfigCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Option(
            names = "--blank",
            description = "With a # before each key: a file that sets nothing yet.")
    private boolean blank;

    @Override
    public void run() {
        spec.commandLine().getOut().print(blank ? Settings.blank() : Settings.example());
        spec.commandLine().getOut().flush();
    }
}
