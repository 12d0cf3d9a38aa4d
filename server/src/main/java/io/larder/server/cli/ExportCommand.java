package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.json.RecordCsv;
import io.larder.server.json.RecordJson;
import io.larder.server.record.Kind;
import io.larder.server.watch.StoreView;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder export`: all records of one kind to standard output, page by page.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints all records of a kind, oldest first, from a stopped or a running box.",
            "With --contents the pictures or templates they are about become files, each once.",
            "A running box is read beside it, up to the newest entry at the start of the export."
        },
        footer = {
            "",
            "Kinds: purchase, purchaseItem, topup, subsidy, punch, operation, person, template,",
            "photo, verification, cardEvent, commandResult, terminalState, identityCard,",
            "terminalError, unknown, gap. Their fields are explained in docs/records.md.",
            "",
            "Exit code: 0 all printed, 1 the store cannot be read or the output not be written,",
            "2 wrong usage or configuration.",
            "",
            "Example:",
            "  larder export --data /var/lib/larder --kind purchase --format csv > purchases.csv",
            "  larder export --data /var/lib/larder --kind photo --contents photos > photos.jsonl"
        })
final class ExportCommand implements Callable<Integer> {
    private static final int PAGE_ROWS = 500;

    /// Members that hold bytes as they came.
    private static final Set<String> AS_IT_CAME = Set.of("raw", "rawBase64", "content");

    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--kind", required = true, paramLabel = "KIND", description = "See below.")
    private String kind = "";

    @Option(
            names = "--format",
            defaultValue = "jsonl",
            paramLabel = "FORMAT",
            description =
                    "jsonl: a JSON object a line; csv: a table with a header (default"
                            + " ${DEFAULT-VALUE}).")
    private String format = "";

    @Option(
            names = "--contents",
            paramLabel = "DIR",
            description =
                    "With photo or template: also writes each content there, as a file called by"
                            + " its sha256; one that is there already is left.")
    private @Nullable Path contents;

    @Option(
            names = "--with-secrets",
            description =
                    "With unknown or commandResult: also what came as it came, in which passwords,"
                            + " templates and pictures may be.")
    private boolean withSecrets;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Kind wanted = Kind.of(kind).orElseThrow(() -> wrong("--kind", kind, kinds()));
        if (!format.equals("jsonl") && !format.equals("csv")) {
            throw wrong("--format", format, "jsonl or csv");
        }
        if (contents != null && !RecordContent.KINDS.contains(wanted)) {
            throw wrong("--kind", kind, "photo or template with --contents");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            RecordJson json = view.json();
            Optional<ContentFolder> folder =
                    Optional.ofNullable(contents)
                            .map(path -> new ContentFolder(path, wanted, view.ledger()));
            if (format.equals("csv")) {
                RecordCsv csv = new RecordCsv(wanted);
                out.print(csv.header());
                print(view, wanted, row -> csv.line(object(json, row)), out, folder);
            } else {
                print(view, wanted, row -> line(json, row) + "\n", out, folder);
            }
            folder.flatMap(ContentFolder::missing).ifPresent(spec.commandLine().getErr()::println);
        }
        return 0;
    }

    /// A page is read as a whole before it is printed: whoever reads slowly must not keep a running
    /// box from tidying its ledger. Ends early when nobody reads any more.
    private static void print(
            StoreView view,
            Kind kind,
            Function<LedgerRow, String> line,
            PrintWriter out,
            Optional<ContentFolder> folder)
            throws IOException {
        long last = view.journal().lastSeq();
        Position from = Position.START;
        List<LedgerRow> page;
        do {
            page = view.ledger().page(kind.word(), from, last, PAGE_ROWS);
            for (LedgerRow row : page) {
                out.print(line.apply(row));
                if (folder.isPresent()) {
                    folder.get().take(row);
                }
                from = new Position(row.position().seq(), row.position().row() + 1);
            }
        } while (!out.checkError() && !page.isEmpty());
    }

    private String line(RecordJson json, LedgerRow row) {
        return hides(row) ? Json.write(object(json, row)) : json.write(row);
    }

    private Map<String, Object> object(RecordJson json, LedgerRow row) {
        Map<String, Object> object = json.object(row);
        if (hides(row)) {
            object.keySet().removeAll(AS_IT_CAME);
        }
        return object;
    }

    private boolean hides(LedgerRow row) {
        return !withSecrets
                && Kind.of(row.kind())
                        .filter(kind -> kind == Kind.UNKNOWN || kind == Kind.COMMAND_RESULT)
                        .isPresent();
    }

    private ParameterException wrong(String option, String value, String expected) {
        return new ParameterException(
                spec.commandLine(), option + " is " + value + ", expected " + expected);
    }

    private static String kinds() {
        return Arrays.stream(Kind.values())
                .map(Kind::word)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
