package io.larder.server.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Folders in memory where the machine has some: a thousand cards are formatted, filled and thrown
/// away there without wearing out a real one.
final class Memory implements TempDirFactory {
    private static final Path SHARED = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext field, ExtensionContext test)
            throws IOException {
        return Files.isWritable(SHARED)
                ? Files.createTempDirectory(SHARED, "larder")
                : Files.createTempDirectory("larder");
    }
}
