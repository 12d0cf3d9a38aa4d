package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.watch.CommandSurvey;
import io.larder.server.watch.StoreView;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder commands`: what was ordered of terminals, and what became of it.
@Command(
        name = "commands",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the commands of a stopped or a running box, newest first: who ordered what of",
            "which terminal and when, how often it was handed over, and what the terminal said.",
            "With an ID: that one; its reply's file or text can be kept, and it can be cancelled."
        },
        footer = {
            "",
            "States: issued, handedOver, settled (carried out), failed, expired, cancelled.",
            "A cancelled command that was handed over may be carried out all the same, but does not",
            "go out again.",
            "",
            "Exit code: 0 done, 1 no such command, nothing to keep, no box runs (--cancel), or the",
            "store cannot be read, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder commands --data /var/lib/larder --all",
            "  larder commands 12000 --data /var/lib/larder --content option.cfg",
            "  larder commands 12000 --data /var/lib/larder --cancel"
        })
final class CommandsCommand implements Callable<Integer> {
    private static final long NEWEST = Long.MAX_VALUE;

    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Its number.")
    private @Nullable Long id;

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

    @Option(
            names = "--content",
            paramLabel = "FILE",
            description = "With an ID: write what the reply brought into this file.")
    private @Nullable Path file;

    @Option(names = "--cancel", description = "With an ID: take it back.")
    private boolean cancel;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Long one = id;
        if (one == null) {
            list(out);
        } else if (cancel) {
            cancel(one, out);
        } else {
            show(one, out);
        }
        out.flush();
        return 0;
    }

    private void list(PrintWriter out) throws IOException, InterruptedException {
        List<Map<String, Object>> page;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            page = new CommandSurvey(view.ledger()).page(terminal, all, NEWEST, Math.max(1, limit));
        }
        if (json) {
            page.forEach(command -> out.print(Json.write(command) + "\n"));
        } else {
            out.print(Outline.of("commands", page));
        }
    }

    private void show(long one, PrintWriter out) throws IOException, InterruptedException {
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            CommandSurvey survey = new CommandSurvey(view.ledger());
            Map<String, Object> command =
                    survey.find(one).orElseThrow(() -> new IOException("no command " + one));
            if (file != null) {
                keep(survey.content(one), file);
            } else {
                out.print(json ? Json.write(command) + "\n" : Outline.of("command", command));
            }
        }
    }

    private static void keep(Optional<Bytes> content, Path to) throws IOException {
        Bytes bytes = content.orElseThrow(() -> new IOException("no reply to it brought anything"));
        try (OutputStream out = new FileOutputStream(to.toFile())) {
            out.write(bytes.toArray());
        }
    }

    private void cancel(long one, PrintWriter out) throws IOException {
        String by = URLEncoder.encode(System.getProperty("user.name", ""), StandardCharsets.UTF_8);
        try (ConsoleClient console = ConsoleClient.of(store.data())) {
            console.post("/api/v1/commands/" + one + "/cancel?by=" + by);
        }
        out.println("command " + one + " is cancelled");
    }
}
