package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.json.Steering;
import io.larder.server.watch.StoreView;
import io.larder.server.watch.Survey;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder upstream`: where records go, and what people decide about that.
@Command(
        name = "upstream",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "list|pause|resume|rewind|dead-letters|forget",
        description = {
            "Where records go: how far each upstream is, and what a person decides about it. What is",
            "decided is in the journal and holds after a restart."
        },
        footer = {
            "",
            "Exit code: 0 done, 1 no box runs, no such upstream, or it cannot be done,",
            "2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder upstream list --data /var/lib/larder",
            "  larder upstream rewind warehouse --since 2026-03-01 --data /var/lib/larder",
            "  larder upstream dead-letters headquarters --resend --data /var/lib/larder"
        })
final class UpstreamCommand implements Runnable {
    private static final String PATH = "/api/v1/upstreams";
    private static final String UPSTREAMS = "upstreams";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected list, pause, resume, rewind, dead-letters or forget");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Lists the upstreams of a running or a stopped box: how far each is, what it could not",
                "take, what the line said last. Also those that left the configuration with a backlog."
            })
    int list(
            @Mixin StoreOptions store,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException {
        Object upstreams;
        if (Store.inUse(store.data())) {
            try (ConsoleClient console = ConsoleClient.of(store.data())) {
                upstreams = console.get(PATH).get(UPSTREAMS);
            }
        } else {
            try (StoreView view = store.open(spec.commandLine().getErr())) {
                upstreams = new Survey(view).backlog().get(UPSTREAMS);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(UPSTREAMS, upstreams);
        print(
                json
                        ? Json.write(all) + "\n"
                        : Outline.of(UPSTREAMS, List.copyOf((List<?>) upstreams)));
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Sends nothing there and asks for no orders until `resume`, also after a restart.",
                "Records are kept meanwhile."
            })
    int pause(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin StoreOptions store)
            throws IOException {
        post(store, name, "pause", List.of());
        print(name + " is paused\n");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Sends there again.")
    int resume(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin StoreOptions store)
            throws IOException {
        post(store, name, "resume", List.of());
        print(name + " is resumed\n");
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Sends there once more what came since a day or an entry. A Larder drops what it has",
                "by natural key; readers of Kafka and MQTT see those records again, with the same",
                "identity."
            })
    int rewind(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin StoreOptions store,
            @Option(
                            names = "--to",
                            paramLabel = "SEQ[/ROW]",
                            description = "The first entry that is sent again.")
                    @Nullable String to,
            @Option(
                            names = "--since",
                            paramLabel = "DAY",
                            description = "Or the day of the site, such as 2026-03-01.")
                    @Nullable String since)
            throws IOException {
        if ((to == null) == (since == null)) {
            throw new ParameterException(spec.commandLine(), "expected --to or --since");
        }
        Map<String, Object> answer =
                post(store, name, "rewind", List.of(to != null ? "to=" + to : "since=" + since));
        print(name + " goes back to " + answer.get("to") + "\n");
        return 0;
    }

    @Command(
            name = "dead-letters",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the records that an upstream refused for good while the rest went on; with",
                "--resend they are sent once more, behind what is sent now."
            })
    int deadLetters(
            @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
            @Parameters(
                            index = "1..*",
                            paramLabel = "PLACE",
                            description = "With --resend: only these, as listed.")
                    @Nullable List<String> places,
            @Mixin StoreOptions store,
            @Option(names = "--resend", description = "Send them once more.") boolean resend,
            @Option(names = "--json", description = "A JSON object a line.") boolean json)
            throws IOException, InterruptedException {
        if (resend) {
            List<String> wanted =
                    Optional.ofNullable(places)
                            .filter(each -> !each.isEmpty())
                            .orElse(List.of("all"));
            Map<String, Object> answer =
                    post(
                            store,
                            name,
                            "resend",
                            wanted.stream().map(place -> "place=" + place).toList());
            print(answer.get("records") + " records go to " + name + " once more\n");
            return 0;
        }
        Map<Position, String> dead;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            dead = Steering.deadLetters(view.ledger().facts().of(Steering.SUBJECT + name));
        }
        StringBuilder out = new StringBuilder();
        dead.forEach((place, why) -> out.append(letter(place, why, json)));
        print(dead.isEmpty() && !json ? "no dead letters\n" : out.toString());
        return 0;
    }

    private static String letter(Position place, String why, boolean json) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("place", place.toString());
        object.put("why", why);
        return json ? Json.write(object) + "\n" : place + "  " + why + "\n";
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Gives up what is kept for an upstream that left the configuration. The records stay",
                "in the box; only their way there is given up."
            })
    int forget(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin StoreOptions store,
            @Option(names = "--confirm", description = "Yes, give it up.") boolean confirm)
            throws IOException {
        if (!confirm) {
            throw new ParameterException(
                    spec.commandLine(), "what waits for " + name + " is given up: say --confirm");
        }
        Object entries = post(store, name, "forget", List.of()).get("entries");
        print(entries + " entries are kept for " + name + " no longer\n");
        return 0;
    }

    private static Map<String, Object> post(
            StoreOptions store, String name, String action, List<String> parameters)
            throws IOException {
        String query =
                parameters.stream()
                        .map(each -> {
                            int at = each.indexOf('=') + 1;
                            return each.substring(0, at)
                                    + URLEncoder.encode(each.substring(at), StandardCharsets.UTF_8);
                        })
                        .collect(Collectors.joining("&"));
        try (ConsoleClient console = ConsoleClient.of(store.data())) {
            return console.post(
                    PATH
                            + "/"
                            + URLEncoder.encode(name, StandardCharsets.UTF_8)
                            + "/"
                            + action
                            + (query.isEmpty() ? "" : "?" + query));
        }
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
