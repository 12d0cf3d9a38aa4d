package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.watch.CommandSurvey;
import io.larder.server.watch.StoreView;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/// `larder commands show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows one command, or keeps the file or text that its reply brought.",
        footer = {
            "",
            "Exit code: 0 shown, 1 no such command, nothing to keep, or the store cannot be read,",
            "2 wrong usage or configuration.",
            "",
            "Example:",
            "  larder commands show 12000 --data /var/lib/larder --content option.cfg"
        })
final class CommandsShowCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "Its number.")
    private long id;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Option(
            names = "--content",
            paramLabel = "FILE",
            description = "Write what the reply brought into this file.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            CommandSurvey survey = new CommandSurvey(view.ledger());
            Optional<Map<String, Object>> command = survey.find(id);
            if (command.isEmpty()) {
                throw new IOException("no command " + id);
            }
            if (file != null) {
                keep(survey.content(id), file);
            } else if (json) {
                out.print(Json.write(command.get()) + "\n");
            } else {
                out.print(Outline.of("command", command.get()));
            }
        }
        out.flush();
        return 0;
    }

    private void keep(Optional<Bytes> content, Path to) throws IOException {
        Bytes bytes =
                content.orElseThrow(
                        () -> new IOException("the reply to command " + id + " brought nothing"));
        try (OutputStream out = new FileOutputStream(to.toFile())) {
            out.write(bytes.toArray());
        }
    }
}
