package io.larder.server.cli;

import io.larder.server.backup.Backup;
import io.larder.server.backup.Manifest;
import io.larder.server.backup.Medium;
import io.larder.storage.Store;
import io.larder.storage.StoreImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `larder backup`: a copy of a box on another medium, from which a new box goes on.
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Copies a box to another medium, while it runs or when it is stopped, and changes nothing",
            "in it. What is on the medium already is not written again. Every record that was",
            "acknowledged before this began is in it. docs/backup.md says what else, and what not.",
            "",
            "seal.key is not in it: keep a copy elsewhere. Without it a restored box has all records",
            "but no templates, pictures and passwords, and needs new keys and a new invitation."
        },
        footer = {
            "",
            "Exit code: 0 made (or, with --verify, undamaged), 1 not made: the medium has no room, is",
            "the one that the box lies on, belongs to another box, or something cannot be read or",
            "written; complete backups stay as they were (or, with --verify, something is damaged),",
            "2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder backup --data /var/lib/larder --to /media/stick/larder",
            "  larder backup --data /var/lib/larder --to /mnt/nas/east --config /etc/larder/larder.yaml --keep 30",
            "  larder backup --verify --to /media/stick/larder"
        })
final class BackupCommand implements Callable<Integer> {
    private static final int MOST_LISTED = 20;

    @Spec private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder.")
    private @Nullable Path data;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description =
                    "Folder on the other medium, for this box alone; made when it is missing.")
    private Path to;

    @Option(
            names = "--keep",
            defaultValue = "7",
            paramLabel = "N",
            description = "How many backups stay there; older ones go (default ${DEFAULT-VALUE}).")
    private int keep;

    @Option(
            names = "--verify",
            description = "Makes none, but reads all that are there and compares their checksums.")
    private boolean verify;

    @Option(
            names = "--with-seal-key",
            description = "Takes seal.key in. Who has the medium then has everything.")
    private boolean withSealKey;

    @Option(
            names = "--same-medium",
            description = "Also to the medium that the box lies on: it dies with that.")
    private boolean sameMedium;

    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws IOException {
        if (verify) {
            return verify(BackupMedium.look(to));
        }
        Path from = data;
        if (from == null || keep < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    from == null
                            ? "--data is missing"
                            : "--keep is " + keep + ", expected 1 or more");
        }
        String box = Store.look(from).box();
        if (!sameMedium && BackupMedium.isSame(from, to)) {
            throw new IOException(
                    to
                            + " is on the medium that the box lies on, and would be lost with it: is the"
                            + " other medium in? (--same-medium, if that is what you want)");
        }
        try (BackupMedium target = BackupMedium.own(to)) {
            Backup.Done done = make(from, box, target);
            say(done);
            return 0;
        } catch (IOException e) {
            throw new IOException(to + ": " + e.getMessage(), e);
        }
    }

    private Backup.Done make(Path from, String box, BackupMedium target) throws IOException {
        Instant now = ClockParts.ofThisMachine().now().truncatedTo(ChronoUnit.SECONDS);
        Backup backup = Backup.begin(target.medium(), box, target::room);
        BackupFiles.take(from, backup);
        keys(from, backup);
        StoreImage.Taken<Backup.Kept> taken = StoreImage.take(from, backup::keep);
        backup.store(taken);
        Backup.Done done = backup.finish(taken, Main.version(), now, keep);
        Runs.BACKUP
                .done(from, new Runs.Last(now, true, to.toString()))
                .ifPresent(why -> spec.commandLine().getErr().println("larder: note: " + why));
        return done;
    }

    private void keys(Path from, Backup backup) throws IOException {
        SealFile.Found seal = SealFile.find(from, settings.read(), System.getenv());
        if (withSealKey && Files.exists(from.resolve(SealFile.NAME))) {
            BackupFiles.takeSealKey(from, backup);
        } else if (withSealKey) {
            throw new IOException(
                    from.resolve(SealFile.NAME) + " is not there: the key comes from elsewhere");
        } else {
            backup.note("seal.key is not in it: keep a copy of it in another place");
        }
        if (seal.veil().closes() && seal.locked().isEmpty()) {
            BackupFiles.takeSealed(from, settings.file(), seal.seal(), backup);
        } else {
            backup.note(
                    "the box's own keys"
                            + (settings.file().isPresent() ? " and its configuration" : "")
                            + " are not in it, because the key that would close them is not here");
        }
    }

    private void say(Backup.Done done) {
        Manifest made = done.manifest();
        print(
                "backup %d of box %s in %s: entries %d to %d, %d files, %d MB, of which %d MB were new"
                        .formatted(
                                made.generation(),
                                made.box(),
                                to,
                                made.firstSeq(),
                                made.lastSeq(),
                                made.files().size(),
                                megabytes(made.bytes()),
                                megabytes(done.writtenBytes())));
        made.notices().forEach(notice -> print("note: " + notice));
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private int verify(Medium medium) throws IOException {
        Medium.Found found = medium.find();
        boolean well = !found.complete().isEmpty();
        for (Manifest each : found.complete().values()) {
            List<String> complaints = medium.complaints(each);
            print(
                    "backup %d of box %s, %s, entries %d to %d: %s"
                            .formatted(
                                    each.generation(),
                                    each.box(),
                                    each.made(),
                                    each.firstSeq(),
                                    each.lastSeq(),
                                    complaints.isEmpty() ? "undamaged" : "DAMAGED"));
            complaints.stream().limit(MOST_LISTED).forEach(line -> print("  " + line));
            well &= complaints.isEmpty();
        }
        found.broken()
                .forEach((name, why) -> print(name + ": " + why + "; the next backup removes it"));
        if (found.complete().isEmpty()) {
            print("no complete backup in " + to);
        }
        return well ? 0 : 1;
    }

    private void print(String line) {
        spec.commandLine().getOut().print(line + "\n");
        spec.commandLine().getOut().flush();
    }
}
