package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.record.Bytes;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Site;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.SiteCsv;
import io.larder.server.site.SiteCsv.Import;
import io.larder.server.site.SiteLimits;
import io.larder.server.site.Stated;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.StoreView;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder site import`: through the running box, or into the stopped store itself.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes site data out of a file of comma-separated values. The first line names the",
            "fields, every other line is one item; nothing is taken when a line is wrong.",
            "Terminals are told what changed for them, and nothing else."
        },
        footer = {
            "",
            "Fields, in house words or as terminals call them, without case:",
            "  card        card systemId userId pin name password segment state privilege",
            "  cardType    number name rebate onceMaxFen dayMaxFen mealMaxFen dayMaxTimes",
            "              mealMaxTimes lowLimitFen maxLimitFen meals enabled limit batch useFinger",
            "  meal        number name start end             segment     number part start end",
            "  fixedPrice  number start end priceFen         key         number priceFen",
            "  goods       number name barcode priceFen discount",
            "  subsidy     card batch systemId amountFen day endDay startDay clearFlag endFlag",
            "  person      pin name privilege password card group timeZone verify viceCard",
            "              validFrom validTo (such as 2026-03-01T08:00:00)",
            "  room        code name capacity manager managerPin location terminals",
            "  meeting     id name room start end signInFrom signInUntil signOutFrom signOutUntil",
            "              applicant (times such as 2026-11-20T10:00)   member      meeting pin",
            "Every kind may have roles: the terminals that are told, by their role; empty for all.",
            "Money is whole fen; in a column such as priceYuan it is yuan as 12.50. Times are HH:MM,",
            "days yyyy-MM-dd, state is active or lost. An empty cell says nothing. The text is UTF-8",
            "or GB18030.",
            "",
            "Exit code: 0 taken, 1 something is wrong or nothing can be taken, 2 wrong usage or",
            "configuration.",
            "",
            "Examples:",
            "  larder site import cards.csv --data /var/lib/larder --kind card",
            "  larder site import prices.csv --data /var/lib/larder --kind key --delete-missing"
        })
final class SiteImportCommand implements Callable<Integer> {
    private static final String BY = "import";

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "",
            description = "What the lines are; without it a column kind says so.")
    private String word = "";

    @Option(
            names = "--delete-missing",
            description = "What the file does not name of its kinds is there no more.")
    private boolean deleteMissing;

    @Option(names = "--json", description = "One JSON object instead of text.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<ItemKind> kind = kind();
        Bytes content = content();
        Import read = SiteCsv.read(content, kind);
        if (read instanceof Import.Wrong wrong) {
            throw new IOException(file + ": " + wrong);
        }
        // Brings a stopped store's ledger up to date, or waits for that of a running box.
        store.open(spec.commandLine().getErr()).close();
        Map<String, Object> done;
        try (Store stopped = store.own()) {
            done = here(stopped, (Import.Read) read, content, kind);
        } catch (Store.StoreInUse running) {
            try (ConsoleClient console = ConsoleClient.of(store.data())) {
                done =
                        console.post(
                                "/api/v1/site?deleteMissing="
                                        + deleteMissing
                                        + kind.map(each -> "&kind=" + each.word()).orElse(""),
                                content);
            }
        }
        spec.commandLine()
                .getOut()
                .print(
                        json
                                ? Json.write(done) + "\n"
                                : done.get("changed")
                                        + " changed, "
                                        + done.get("same")
                                        + " as before\n");
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Optional<ItemKind> kind() {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                ItemKind.of(word)
                        .orElseThrow(() ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "kind is " + word + ", expected one of " + kinds())));
    }

    static String kinds() {
        return ItemKind.stated().stream().map(ItemKind::word).collect(Collectors.joining(", "));
    }

    private Bytes content() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SiteLimits.IMPORT_BYTES + 1);
            if (bytes.length > SiteLimits.IMPORT_BYTES) {
                throw new IOException(
                        file + " has more than " + SiteLimits.IMPORT_BYTES + " bytes: cut it up");
            }
            return Bytes.wrap(bytes);
        }
    }

    private Map<String, Object> here(
            Store stopped, Import.Read read, Bytes content, Optional<ItemKind> kind)
            throws IOException {
        StoreView.Reading reading = store.reading();
        try (Projector projector =
                Projector.start(
                        stopped, new Terminals(), reading.lens(), Room.KEEP_ALL, reading.nanos())) {
            Site site =
                    new Site(
                            new SiteBooks(
                                    stopped,
                                    stopped.journal(),
                                    projector,
                                    ClockParts.of(stopped.journal()),
                                    SealFile.open(store.data(), store.settings(), System.getenv())
                                            .seal(),
                                    () -> {}));
            Set<ItemKind> whole = deleteMissing ? read.kinds() : Set.of();
            return switch (site.state(read.statements(), BY, whole)) {
                case Stated.Mine(long changed, long same, long seq) -> {
                    Map<String, Object> out = new LinkedHashMap<>();
                    out.put("changed", changed);
                    out.put("same", same);
                    out.put("seq", seq);
                    yield out;
                }
                case Stated.Declined declined -> {
                    String why = SiteCsv.placed(content, kind, declined);
                    throw new IOException(
                            declined.reason() == Stated.Reason.NO_ROOM
                                    ? why
                                            + "; the first "
                                            + declined.taken()
                                            + " changes were taken"
                                    : why);
                }
            };
        }
    }
}
