package io.larder.server.cli;

import io.larder.server.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder config`: the configuration file with every key, its default and its comment; or what a
/// file sets.
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

    @Option(
            names = "--check",
            paramLabel = "FILE",
            description =
                    "Reads FILE as serve does and prints what it sets, without secrets, or what is"
                            + " wrong with it.")
    private @Nullable Path checked;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (checked == null) {
            out.print(blank ? Settings.blank() : Settings.example());
        } else {
            Settings read = Settings.read(checked, Map.of(), List.of());
            SettingsCheck.check(read);
            read.summary().forEach(out::println);
        }
        out.flush();
    }
}
