package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.exchange.Takers;
import io.larder.server.json.Json;
import io.larder.server.site.Hearing;
import io.larder.server.site.ItemKind;
import io.larder.server.watch.SiteSurvey;
import io.larder.server.watch.StoreView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder site show`.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the site's data of a stopped or a running box: without KIND how much there is and",
            "what each terminal has of it, with KIND the items. Passwords are never shown."
        },
        footer = {
            "",
            "Of a terminal: held (acknowledged as it is now), pending (on its way), refused (the",
            "terminal did not want it), lacking (still to be sent).",
            "",
            "Exit code: 0 shown, 1 the store cannot be read, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder site show --data /var/lib/larder",
            "  larder site show card --data /var/lib/larder --json"
        })
final class SiteShowCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "See above.")
    private String word = "";

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (!word.isEmpty() && ItemKind.of(word).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "kind is "
                            + word
                            + ", expected one of "
                            + Stream.of(ItemKind.values())
                                    .map(ItemKind::word)
                                    .collect(Collectors.joining(", ")));
        }
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            SiteSurvey survey =
                    new SiteSurvey(
                            view.ledger(),
                            Hearing.of(
                                    store.settings().get(Keys.SHARING),
                                    Takers::of,
                                    ClockParts.ofThisMachine()::now));
            if (word.isEmpty()) {
                Map<String, Object> all = survey.overview();
                out.print(json ? Json.write(all) + "\n" : Outline.of("site", all));
            } else {
                items(survey, ItemKind.of(word).orElseThrow(), out);
            }
        }
        out.flush();
        return 0;
    }

    private void items(SiteSurvey survey, ItemKind kind, PrintWriter out) {
        List<Map<String, Object>> all = new ArrayList<>();
        String after = "";
        do {
            SiteSurvey.Page page = survey.page(kind, after, SiteSurvey.MOST);
            if (json) {
                page.items().forEach(item -> out.print(Json.write(item) + "\n"));
            } else {
                all.addAll(page.items());
            }
            after = page.next();
        } while (!after.isEmpty() && !out.checkError());
        if (!json) {
            out.print(Outline.of(kind.word(), all));
        }
    }
}
