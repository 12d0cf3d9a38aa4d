package io.larder.server.cli;

import io.larder.crypto.Seal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// `DIR/seal.key`: the key under which this box closes secrets that it must pass on, 32 bytes,
/// readable by the box's own user only, made at the first start. Without it nothing is lost but
/// those secrets: orders that carry one end as failed.
final class SealFile {
    private static final String NAME = "seal.key";
    private static final String FRESH = "seal.new";

    private SealFile() {}

    static Seal open(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) {
            make(data, file);
        }
        try {
            return Seal.of(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// The key in a folder, or one for this moment only when there is none: whoever only looks
    /// makes no files.
    static Seal find(Path data) throws IOException {
        return Files.exists(data.resolve(NAME)) ? open(data) : Seal.of(Seal.newKey());
    }

    /// Half a key, left by a cut, must not look like one.
    private static void make(Path data, Path file) throws IOException {
        Path fresh = data.resolve(FRESH);
        Files.deleteIfExists(fresh);
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(Seal.newKey()));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(data, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
