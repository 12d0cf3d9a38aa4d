package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.backup.Backup;
import io.larder.storage.StoreImage;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which files of a data folder go into a backup besides the store, and how. Files that this
/// version does not know go in as they are: another version may need them.
///
/// Private keys go in closed with the box's seal, whose key does not: whoever finds the medium
/// cannot pass for the box, nor open what is sealed, and whoever has the key has one thing to keep.
final class BackupFiles {
    /// As which the configuration goes in.
    static final String CONFIGURATION = "larder.yaml";

    private static final List<String> KEYS = List.of("identity.key", "tls.key");

    /// Of this moment, or of the running process.
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "lock",
                    "console.json",
                    SealFile.NAME,
                    "identity.key",
                    "tls.key",
                    Runs.BACKUP.file(),
                    Runs.CHECK.file());

    private BackupFiles() {}

    static void take(Path data, Backup backup) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = data.relativize(file).toString();
                if (isWanted(name)) {
                    takeFile(file, name, backup);
                }
            }
        }
    }

    private static boolean isWanted(String name) {
        return !LEFT_OUT.contains(name)
                && !StoreImage.takes(name)
                && !name.endsWith(".new")
                && !name.startsWith("ledger-");
    }

    private static void takeFile(Path file, String name, Backup backup) throws IOException {
        RealDisk folder = RealDisk.readOnly(Optional.ofNullable(file.getParent()).orElseThrow());
        try (DiskFile open = folder.open(String.valueOf(file.getFileName()))) {
            backup.file(name, open);
        } catch (NoSuchFileException goneMeanwhile) {
            // it was not to stay
        }
    }

    /// The key of the seal itself, in the clear.
    static void takeSealKey(Path data, Backup backup) throws IOException {
        takeFile(data.resolve(SealFile.NAME), SealFile.NAME, backup);
    }

    /// The keys of the box, and the configuration if it was named.
    static void takeSealed(Path data, Optional<Path> configuration, Seal seal, Backup backup)
            throws IOException {
        for (String name : KEYS) {
            Path file = data.resolve(name);
            if (Files.exists(file)) {
                backup.sealed(name, Files.readAllBytes(file), seal);
            }
        }
        if (configuration.isPresent()) {
            backup.sealed(CONFIGURATION, Files.readAllBytes(configuration.get()), seal);
        }
    }
}
