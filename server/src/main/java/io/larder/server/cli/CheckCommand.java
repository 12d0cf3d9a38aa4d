package io.larder.server.cli;

import io.larder.server.watch.ContentCheck;
import io.larder.server.watch.LedgerCheck;
import io.larder.server.watch.StoreView;
import io.larder.storage.JournalCheck;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder check`: whether everything in a data folder is whole and fits together.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a data folder, of a stopped or a running box, and changes nothing but the file",
            "last-check.json in it, which says when that was and what came of it: every block",
            "of the journal, the ledger's file, the ledger against the journal, which is read once",
            "more into a second ledger, and whether photos and templates are there. Use the configuration of the box: site.zone matters.",
            "With --prove every block is also held against what the box signed: docs/signed-journal.md."
        },
        footer = {
            "",
            "Exit code: 0 all is well, 1 damage or a difference was found or something cannot be",
            "read, 2 wrong usage or configuration.",
            "",
            "When the journal is whole, a damaged or different ledger is mended by deleting",
            "ledger.db while the box is stopped: it is built again. When the journal is damaged,",
            "keep ledger.db: it may hold what the journal has lost. A ledger that an earlier",
            "version built may differ in fields that were not read then.",
            "",
            "Example:",
            "  larder check --data /var/lib/larder",
            "  larder check --data /var/lib/larder --prove --key box.pem"
        })
final class CheckCommand implements Callable<Integer> {
    private static final String LEDGER = "ledger.db";
    private static final int MOST_LISTED = 20;

    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = "--temp",
            paramLabel = "DIR",
            description =
                    "Where the second ledger is built and removed; needs as much room as the"
                            + " first, and as the photos that the journal still has (default: the"
                            + " system's temporary folder).")
    private @Nullable Path temp;

    @Option(
            names = "--prove",
            description =
                    "Also shows that nothing of the journal was altered, inserted or removed since"
                            + " the box signed it.")
    private boolean prove;

    @Option(
            names = "--key",
            paramLabel = "PEM-FILE",
            description =
                    "With --prove: the box's public key, from somewhere else than the box (default:"
                            + " the key in the data folder, which proves nothing to a stranger).")
    private @Nullable Path key;

    @Override
    public Integer call() throws IOException {
        Disk segments = RealDisk.readOnly(store.data().resolve("journal"));
        JournalCheck.Report found = JournalCheck.run(segments);
        boolean journal = journal(found);
        if (prove && found.segments() > 0) {
            ProofReport proof = new ProofReport(found, this::say);
            journal &= proof.run(segments, publicKey());
        }
        boolean ledger = ledger();
        boolean contents = contents();
        boolean well = journal && ledger && contents;
        say(well ? "all is well" : "NOT all is well");
        Instant now = ClockParts.ofThisMachine().now().truncatedTo(ChronoUnit.SECONDS);
        Runs.CHECK
                .done(store.data(), new Runs.Last(now, well, worst(journal, ledger, contents)))
                .ifPresent(why -> spec.commandLine().getErr().println("larder: note: " + why));
        spec.commandLine().getOut().flush();
        return well ? 0 : 1;
    }

    private static String worst(boolean journal, boolean ledger, boolean contents) {
        return journal ? ledger ? contents ? "" : "photos or templates" : "ledger" : "journal";
    }

    private byte[] publicKey() throws IOException {
        return key == null ? IdentityFile.need(store.data()).publicKey() : PublicKeyFile.read(key);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(line + "\n");
    }

    private boolean journal(JournalCheck.Report report) throws IOException {
        if (report.segments() == 0) {
            Store.look(store.data());
        }
        say("box      " + report.box().orElse("unknown"));
        say(
                "journal  entries %d to %d in %d blocks, %d segments of which %d are free"
                        .formatted(
                                report.firstSeq(),
                                report.lastSeq(),
                                report.blocks(),
                                report.segments(),
                                report.spare()));
        report.notices().forEach(notice -> say("         note: " + notice));
        report.damages().stream().limit(MOST_LISTED).map(ProofReport::damage).forEach(this::say);
        say(
                report.sound()
                        ? "         every block is whole and follows the one before it"
                        : "         " + report.damages().size() + " damaged places");
        return report.sound();
    }

    private boolean ledger() throws IOException {
        if (!Files.exists(store.data().resolve(LEDGER))) {
            say("ledger   there is none; it is built from the journal when the box starts");
            return true;
        }
        Optional<String> complaint = complaint();
        complaint.ifPresent(what -> say("ledger   DAMAGE: " + what));
        return complaint.isEmpty() && compare();
    }

    private Optional<String> complaint() throws IOException {
        try (LedgerReader ledger = Store.lookAtLedger(store.data(), store.reading().veil())) {
            return ledger.complaint();
        } catch (LedgerException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private boolean compare() throws IOException {
        Optional<String> locked = store.reading().locked();
        if (locked.isPresent()) {
            say("ledger   its file is whole");
            say("         note: what is sealed cannot be compared or opened: " + locked.get());
            return true;
        }
        Path folder =
                temp == null
                        ? Files.createTempDirectory("larder-check")
                        : Files.createTempDirectory(temp, "larder-check");
        try {
            Path scratch = folder.resolve(LEDGER);
            Path base = Store.baseLedger(store.data());
            if (Store.look(store.data()).firstSeq() > 1 && Files.exists(base)) {
                Files.copy(base, scratch);
            }
            return report(new LedgerCheck(store.data(), scratch, store.reading()).run());
        } finally {
            delete(folder);
        }
    }

    private boolean report(LedgerCheck.Report report) {
        say("ledger   its file is whole");
        if (report.behind() > 0) {
            say("         note: " + report.behind() + " entries are not in it yet");
        }
        if (report.fromSeq() == 0) {
            say(
                    "         note: it cannot be compared with the journal, whose oldest entries are"
                            + " recycled and in no base copy");
            return true;
        }
        if (report.fromSeq() > 1) {
            say(
                    "         note: the oldest entries are recycled; entries 1 to "
                            + (report.fromSeq() - 1)
                            + " are compared with the base copy");
        }
        List<String> differences = report.differences();
        differences.forEach(difference -> say("         DIFFERENCE: " + difference));
        say(
                report.different() == 0
                        ? "         %d records, all as the journal says up to entry %d"
                                .formatted(report.records(), report.lastSeq())
                        : "         %d records, %d differences from the journal up to entry %d"
                                .formatted(report.records(), report.different(), report.lastSeq()));
        return report.different() == 0;
    }

    private boolean contents() throws IOException {
        if (!Files.exists(store.data().resolve(LEDGER))) {
            return true;
        }
        StoreView.Reading reading = store.reading();
        try (LedgerReader ledger = Store.lookAtLedger(store.data(), reading.veil())) {
            return report(new ContentCheck(ledger, reading.locked().isEmpty()).run());
        } catch (LedgerException e) {
            say("contents DAMAGE: " + e.getMessage());
            return false;
        }
    }

    private boolean report(ContentCheck.Report report) {
        say(
                report.complaint()
                        .map(what -> "contents DAMAGE: " + what)
                        .orElseGet(() ->
                                "contents %d photos and templates, %d bytes"
                                        .formatted(report.contents(), report.bytes())));
        list(report.lost(), "MISSING: %s of record %s: %s");
        list(
                report.dropped(),
                "note: %s of record %s is not here, it was dropped or never came: %s");
        return report.complaint().isEmpty() && report.lost().count() == 0;
    }

    private void list(ContentCheck.Some missing, String words) {
        missing.first().stream()
                .map(one -> words.formatted(one.kind(), one.record(), one.sha256()))
                .forEach(line -> say("         " + line));
        long more = missing.count() - missing.first().size();
        if (more > 0) {
            say("         and " + more + " more");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
