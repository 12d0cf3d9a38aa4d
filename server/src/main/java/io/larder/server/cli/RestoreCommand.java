package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.backup.Manifest;
import io.larder.server.backup.Medium;
import io.larder.server.backup.Restore;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// `larder restore`: a data folder from a backup, all of it or nothing.
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a data folder from a backup. Every piece is compared with its checksum; the folder",
            "gets its name when all of it is on the medium, so there is never half of one.",
            "",
            "Restore a box once and stop the old one for good: two with the same keys and numbers would",
            "each undo what headquarters has of the other. What headquarters has beyond the backup stays",
            "there; terminals send again what the box does not have any more, as far as they keep it."
        },
        footer = {
            "",
            "Exit code: 0 restored, 1 not restored: the backup is damaged, DIR is not empty or in use,",
            "or there is no room; then DIR is as it was, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder restore --from /media/stick/larder --data /var/lib/larder --seal-key seal.key",
            "  larder restore --from /media/stick/larder --data /var/lib/larder --replace --generation 12"
        })
final class RestoreCommand implements Callable<Integer> {
    private static final int MOST_ASIDE = 1_000;

    @Spec private CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "PATH", description = "The backups.")
    private Path from;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The new data folder: empty or not there yet.")
    private Path data;

    @Option(
            names = "--generation",
            paramLabel = "N",
            description = "Which backup (default: the newest that is complete).")
    private @Nullable Integer generation;

    @Option(
            names = "--replace",
            description = "If there is something in DIR, it is renamed to DIR-before-restore-N.")
    private boolean replace;

    @Option(
            names = "--seal-key",
            paramLabel = "FILE",
            description = "The box's seal.key, from where it was kept.")
    private @Nullable Path sealKey;

    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        Medium medium = BackupMedium.look(from);
        Manifest manifest = wanted(medium.find());
        Path target = data.toAbsolutePath().normalize();
        boolean empty = isEmpty(target);
        if (!empty && !replace) {
            throw new IOException(
                    target + " is not empty: name another folder, or put it aside with --replace");
        }
        Path fresh = target.resolveSibling("." + target.getFileName() + ".restoring");
        FolderTree.delete(fresh);
        try {
            List<String> notes = fill(medium, manifest, fresh);
            Optional<Path> aside = FolderTree.give(fresh, target, empty, MOST_ASIDE);
            print(
                    "restored backup %d of box %s, made %s: entries %d to %d"
                            .formatted(
                                    manifest.generation(),
                                    manifest.box(),
                                    manifest.made(),
                                    manifest.firstSeq(),
                                    manifest.lastSeq()));
            aside.ifPresent(old -> print("what was in " + target + " is in " + old));
            notes.forEach(note -> print("note: " + note));
            return 0;
        } catch (IOException | RuntimeException e) {
            FolderTree.delete(fresh);
            throw e;
        }
    }

    private Manifest wanted(Medium.Found found) throws IOException {
        Optional<Manifest> chosen =
                generation == null
                        ? found.newest()
                        : Optional.ofNullable(found.complete().get(generation));
        return chosen.orElseThrow(() ->
                new IOException(
                        from
                                + " has no complete backup"
                                + (generation == null ? "" : " " + generation)
                                + (found.complete().isEmpty()
                                        ? ""
                                        : ", there are " + found.complete().keySet())));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private List<String> fill(Medium medium, Manifest manifest, Path fresh) throws IOException {
        Restore restore = new Restore(medium, manifest, path -> FolderTree.make(fresh, path));
        restore.plain();
        if (sealKey != null) {
            KeyFile.write(fresh, SealFile.NAME, Files.readAllBytes(sealKey));
        }
        SealFile.Found seal = SealFile.find(fresh, settings.read(), System.getenv());
        if (sealKey != null && seal.locked().isPresent()) {
            throw new IOException(sealKey + ": " + seal.locked().get());
        }
        boolean open = seal.veil().closes() && seal.locked().isEmpty();
        Optional<Seal> key = open ? Optional.of(seal.seal()) : Optional.empty();
        List<String> closed = restore.sealed(key);
        restore.sync();
        List<String> notes = new ArrayList<>(complaints(fresh));
        if (!open) {
            notes.add(
                    "the key that sealed templates, pictures and passwords is not here. Put the"
                            + " box's seal.key into "
                            + data
                            + " before its first start: the start makes a new one otherwise, and"
                            + " they are lost");
        }
        if (!closed.isEmpty()) {
            notes.add(
                    String.join(", ", closed)
                            + " could not be opened: the box makes new keys, and headquarters must"
                            + " invite it again");
        }
        if (Files.exists(fresh.resolve(BackupFiles.CONFIGURATION))) {
            notes.add("the configuration of the box is " + data.resolve(BackupFiles.CONFIGURATION));
        }
        return notes;
    }

    /// The bytes are those that were saved; whether they were well then is another question, and no
    /// reason to have nothing: the box deals with it as after any crash.
    private static List<String> complaints(Path fresh) {
        if (!Files.exists(fresh.resolve("ledger.db"))) {
            return List.of("the ledger was not in it; the start builds it from the journal");
        }
        try (LedgerReader ledger = Store.lookAtLedger(fresh)) {
            List<String> found = new ArrayList<>();
            ledger.complaint().ifPresent(what -> found.add("the ledger is damaged: " + what));
            ledger.contentComplaint()
                    .ifPresent(what -> found.add("photos and templates are damaged: " + what));
            return found;
        } catch (LedgerException e) {
            return List.of("the ledger cannot be read and will be built again: " + e.getMessage());
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().print(line + "\n");
        spec.commandLine().getOut().flush();
    }
}
