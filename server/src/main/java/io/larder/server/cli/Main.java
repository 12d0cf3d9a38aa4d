package io.larder.server.cli;

import io.larder.server.cli.demo.DemoCommand;
import io.larder.server.config.Settings;
import io.larder.storage.LedgerException;
import java.io.IOException;
import java.io.PrintWriter;
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
        description = "Keeps what terminals push until headquarters has it.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            PairCommand.class,
            ShowCommand.class,
            CommandCommand.class,
            CommandsCommand.class,
            AdjustCommand.class,
            IdentityCommand.class,
            CredentialsCommand.class,
            BoxesCommand.class,
            ExportCommand.class,
            SiteCommand.class,
            PeopleCommand.class,
            QuarantineCommand.class,
            UpstreamCommand.class,
            ClockCommand.class,
            CheckCommand.class,
            BackupCommand.class,
            DoctorCommand.class,
            RestoreCommand.class,
            ProveCommand.class,
            VerifyCommand.class,
            SimulateCommand.class,
            ConfigCommand.class
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 100;

    @Spec private CommandSpec spec;

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        StandardOutput out = StandardOutput.ofProcess();
        PrintWriter writer = out.writer();
        CommandLine larder = commandLine().setOut(writer);
        int code = larder.execute(args);
        writer.flush();
        if (out.failure().isPresent()) {
            larder.getErr().println("larder: the output cannot be written: " + out.failure().get());
            code = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(code);
    }

    /// The program with all its commands.
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::report);
    }

    /// What the user can mend is said in one line; anything else keeps its stack trace.
    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean usersOwn = e instanceof Settings.Wrong;
        if (usersOwn || e instanceof IOException || e instanceof LedgerException) {
            command.getErr()
                    .println(JournalStream.error(System.getenv(), "larder: " + e.getMessage()));
        } else {
            e.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return usersOwn ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "larder needs a command");
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    /// The version is written into the jar's manifest by the build; classes run from a directory
    /// have none.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"larder " + version()};
        }
    }
}
