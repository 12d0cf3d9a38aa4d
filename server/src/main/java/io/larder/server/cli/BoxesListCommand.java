package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.watch.BoxSurvey;
import io.larder.server.watch.StoreView;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder boxes list`: the boxes of a headquarters.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the boxes that send to this headquarters: site, fingerprint, program, last",
            "contact, backlog, gaps, what each sent today; and the invitations that are open.",
            "Of a stopped one, what its journal says."
        },
        footer = {
            "",
            "state: enrolled (known by its certificate), revoked, token (knows the common token).",
            "backlog: entries that the box had when it was heard last and that are not here yet.",
            "gaps: stretches of entries that the box lost. missingNumbers: record numbers of its",
            "terminals that never came. restoredCopies: how often it came back as an older copy.",
            "",
            "Exit code: 0 shown, 1 the store cannot be read, 2 wrong usage or configuration.",
            "",
            "Example:",
            "  larder boxes list --data /var/lib/hq"
        })
final class BoxesListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, Object> shown = shown();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(shown) + "\n");
        } else {
            shown.forEach((title, content) -> out.print(Outline.of(title, content)));
        }
        out.flush();
        return 0;
    }

    /// A running headquarters knows more; one without a console is looked at like one that is
    /// stopped.
    private Map<String, Object> shown() throws IOException, InterruptedException {
        if (Store.inUse(store.data())) {
            try (ConsoleClient console = ConsoleClient.of(store.data())) {
                return console.get("/api/v1/boxes");
            } catch (IOException e) {
                spec.commandLine().getErr().println("larder: note: " + e.getMessage());
            }
        }
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            List<Map<String, Object>> boxes = BoxSurvey.of(view.ledger(), BoxSurvey.Live.NOTHING);
            return new LinkedHashMap<>(Map.of("boxes", boxes));
        }
    }
}
