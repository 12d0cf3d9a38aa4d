package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.Retry;
import io.larder.server.watch.StoreView;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder quarantine retry`: through the running box, or on the stopped store itself.
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Reads quarantined lines again and says which are understood now. What is understood",
            "becomes a record at the place of the retry; the journal remembers that it was read."
        },
        footer = {
            "",
            "Exit code: 0 every line is understood, 1 some are not or nothing could be read,",
            "2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder quarantine retry --data /var/lib/larder --all",
            "  larder quarantine retry --data /var/lib/larder 1204/3 1207/0"
        })
final class QuarantineRetryCommand implements Callable<Integer> {
    private static final int AT_A_TIME = 100;

    private interface Read {
        Map<Position, String> again(List<Position> places) throws IOException, InterruptedException;
    }

    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--all", description = "Every line that waits.")
    private boolean all;

    @Option(names = "--json", description = "A JSON object a line.")
    private boolean json;

    @Parameters(paramLabel = "PLACE", description = "Lines by place, as `list` shows it.")
    private List<String> texts = new ArrayList<>();

    private long open;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Position> places = places();
        if (all == !places.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected --all or places, not both");
        }
        // Also brings a stopped store's ledger up to date before lines are looked up in it.
        if (all) {
            try (StoreView view = store.open(spec.commandLine().getErr())) {
                places = waiting(view.ledger());
            }
        }
        retry(places);
        spec.commandLine().getOut().flush();
        return open == 0 ? 0 : 1;
    }

    private List<Position> places() {
        return texts.stream()
                .map(text ->
                        Position.read(text)
                                .orElseThrow(() ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "PLACE is " + text + ", expected SEQ/ROW")))
                .toList();
    }

    private static List<Position> waiting(LedgerReader ledger) {
        List<Position> places = new ArrayList<>();
        Position from = Position.START;
        List<QuarantineRow> page;
        do {
            page = ledger.quarantine().page(from, false, AT_A_TIME);
            for (QuarantineRow row : page) {
                places.add(row.position());
                from = new Position(row.position().seq(), row.position().row() + 1);
            }
        } while (!page.isEmpty());
        return places;
    }

    private void retry(List<Position> places) throws IOException, InterruptedException {
        try (Store stopped = store.own()) {
            here(stopped, places);
        } catch (Store.StoreInUse running) {
            try (ConsoleClient console = ConsoleClient.of(store.data())) {
                inParts(places, part -> there(console, part));
            }
        }
    }

    private void here(Store stopped, List<Position> places)
            throws IOException, InterruptedException {
        StoreView.Reading reading = store.reading();
        try (Projector projector =
                        Projector.start(
                                stopped,
                                new Terminals(),
                                reading.lens(),
                                Room.KEEP_ALL,
                                reading.nanos());
                LedgerReader ledger = stopped.ledger().reader()) {
            inParts(
                    places,
                    part ->
                            Retry.run(
                                            stopped.journal(),
                                            projector,
                                            ledger,
                                            ClockParts.of(stopped.journal()),
                                            part)
                                    .stream()
                                    .collect(
                                            Collectors.toMap(
                                                    Retry.Line::place,
                                                    line -> line.outcome().word(),
                                                    (one, _) -> one,
                                                    LinkedHashMap::new)));
        }
    }

    private static Map<Position, String> there(ConsoleClient console, List<Position> places)
            throws IOException {
        String query =
                places.stream().map(place -> "place=" + place).collect(Collectors.joining("&"));
        Map<Position, String> outcomes = new LinkedHashMap<>();
        if (console.post("/api/v1/quarantine/retry?" + query).get("lines")
                instanceof List<?> lines) {
            for (Object each : lines) {
                if (each instanceof Map<?, ?> line) {
                    Position.read(String.valueOf(line.get("place")))
                            .ifPresent(place ->
                                    outcomes.put(place, String.valueOf(line.get("outcome"))));
                }
            }
        }
        return outcomes;
    }

    private void inParts(List<Position> places, Read read)
            throws IOException, InterruptedException {
        long understood = 0;
        for (int from = 0; from < places.size(); from += AT_A_TIME) {
            List<Position> part = places.subList(from, Math.min(places.size(), from + AT_A_TIME));
            for (Map.Entry<Position, String> line : read.again(part).entrySet()) {
                print(line.getKey(), line.getValue());
                if (line.getValue().equals(Retry.Outcome.UNDERSTOOD.word())) {
                    understood++;
                } else if (!line.getValue().equals(Retry.Outcome.BEFORE.word())) {
                    open++;
                }
            }
        }
        if (!json) {
            spec.commandLine()
                    .getOut()
                    .print(understood + " understood now, " + open + " still in quarantine\n");
        }
    }

    private void print(Position place, String outcome) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("place", place.toString());
        object.put("outcome", outcome);
        out.print(json ? Json.write(object) + "\n" : place + "  " + outcome + "\n");
    }
}
