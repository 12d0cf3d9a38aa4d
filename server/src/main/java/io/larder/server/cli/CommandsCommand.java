package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.watch.CommandSurvey;
import io.larder.server.watch.StoreView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder commands`: what was ordered of terminals, and what became of it.
@Command(
        name = "commands",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {CommandsShowCommand.class, CommandsCancelCommand.class},
        description = {
            "Lists the commands of a stopped or a running box, newest first: who ordered what of",
            "which terminal and when, how often it was handed over, and what the terminal said."
        },
        footer = {
            "",
            "States: issued, handedOver, settled (carried out), failed, expired, cancelled.",
            "",
            "Exit code: 0 listed, 1 the store cannot be read, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder commands --data /var/lib/larder --all",
            "  larder commands show 12000 --data /var/lib/larder --content > file",
            "  larder commands cancel 12000 --data /var/lib/larder"
        })
final class CommandsCommand implements Callable<Integer> {
    private static final long NEWEST = Long.MAX_VALUE;

    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--terminal", paramLabel = "SERIAL", description = "Of this one only.")
    private String terminal = "";

    @Option(names = "--all", description = "Also those that ended.")
    private boolean all;

    @Option(
            names = "--limit",
            defaultValue = "100",
            paramLabel = "N",
            description = "At most so many, 1000 at most (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> page;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            page = new CommandSurvey(view.ledger()).page(terminal, all, NEWEST, Math.max(1, limit));
        }
        if (json) {
            page.forEach(command -> out.print(Json.write(command) + "\n"));
        } else {
            out.print(Outline.of("commands", page));
        }
        out.flush();
        return 0;
    }
}
