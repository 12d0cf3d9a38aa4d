package io.larder.server.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/// A key of this box in a file of the data folder, readable by the box's own user only.
final class KeyFile {
    private KeyFile() {}

    /// The bytes of `name` in `data`; made of `fresh` when there is no such file.
    static byte[] open(Path data, String name, Supplier<byte[]> fresh) throws IOException {
        Path file = data.resolve(name);
        if (!Files.exists(file)) {
            write(data, name, fresh.get());
        }
        return Files.readAllBytes(file);
    }

    /// Puts `bytes` in the place of what is there. Half a key, left by a cut, must not look like
    /// one: the name changes hands when all is on the medium.
    static void write(Path data, String name, byte[] bytes) throws IOException {
        Path fresh = data.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(fresh, data.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(data, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
