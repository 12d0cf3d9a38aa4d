package io.larder.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder manual`: a manual page of each command and the completion for bash, for who makes a
/// package.
@Command(
        name = "manual",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Writes manual pages (man1/) and a bash completion into a folder.")
final class ManualCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "Where they go.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        CommandLine larder = spec.root().commandLine();
        Path pages = Files.createDirectories(folder.resolve("man1"));
        write(larder, pages);
        Files.writeString(
                folder.resolve(larder.getCommandName()),
                AutoComplete.bash(larder.getCommandName(), larder));
        return 0;
    }

    private static void write(CommandLine command, Path pages) throws IOException {
        ManualPage page = new ManualPage(command.getCommandSpec());
        Files.writeString(pages.resolve(page.name() + ".1"), page.text());
        for (CommandLine below : command.getSubcommands().values()) {
            if (!below.getCommandSpec().usageMessage().hidden()) {
                write(below, pages);
            }
        }
    }
}
