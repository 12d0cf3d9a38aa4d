package io.larder.server.cli;

import io.larder.server.cli.demo.DemoCommand;
import io.larder.server.config.Settings;
import io.larder.storage.LedgerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
            ConfigCommand.class,
            ManualCommand.class
        })
public final class Main implements Runnable {
    private static final int HELP_WIDTH = 100;

    /// Options by the variable that says what they are when nobody gives them.
    private static final Map<String, String> INSTALLED =
            Map.of("--data", "LARDER_DATA", "--config", "LARDER_CONFIG");

    @Spec private CommandSpec spec;

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] args) {
        StandardOutput out = StandardOutput.ofProcess();
        PrintWriter writer = out.writer();
        CommandLine larder = commandLine(args).setOut(writer);
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
        return commandLine(System.getenv());
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return prepared(new CommandLine(new Main()), environment);
    }

    /// The same with no command but the one that `args` begin with: reading the annotations of all
    /// of them would be a good part of a start.
    static CommandLine commandLine(String... args) {
        String name = args.length == 0 ? "" : args[0];
        Command larder = Main.class.getAnnotation(Command.class);
        for (Class<?> each : larder == null ? new Class<?>[0] : larder.subcommands()) {
            Command command = each.getAnnotation(Command.class);
            if (command != null && command.name().equals(name) && !command.hidden()) {
                CommandSpec alone = CommandSpec.create().name(larder.name());
                return prepared(
                        new CommandLine(alone).addSubcommand(name, new CommandLine(each)),
                        System.getenv());
            }
        }
        return commandLine();
    }

    private static CommandLine prepared(CommandLine larder, Map<String, String> environment) {
        return larder.setDefaultValueProvider(argument -> installed(argument, environment))
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::report);
    }

    /// Where the box of this machine is, for whoever names no other. The demo plays in a folder of
    /// its own.
    private static @Nullable String installed(ArgSpec argument, Map<String, String> environment) {
        boolean plays = argument.command().userObject() instanceof DemoCommand;
        return argument instanceof OptionSpec option && !plays
                ? Stream.of(option.names())
                        .flatMap(name -> Stream.ofNullable(INSTALLED.get(name)))
                        .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /// What the user can mend is said in one line; anything else keeps its stack trace.
    private static int report(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean usersOwn = e instanceof Settings.Wrong;
        if (usersOwn || e instanceof IOException || e instanceof LedgerException) {
            String why = e instanceof AccessDeniedException ? ": not for this user" : "";
            String line = "larder: " + e.getMessage() + why;
            command.getErr().println(JournalStream.error(System.getenv(), line));
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
