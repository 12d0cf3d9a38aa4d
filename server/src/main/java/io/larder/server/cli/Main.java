package io.larder.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program `larder`. Without a command it prints what commands there are.
@Command(
        name = "larder",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Keeps what terminals push until headquarters has it.")
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "larder needs a command");
    }

    /// The version is written into the jar's manifest by the build; classes run from a directory
    /// have none.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"larder " + (version == null ? "(not packaged)" : version)};
        }
    }
}
