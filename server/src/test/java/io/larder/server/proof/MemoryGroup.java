package io.larder.server.proof;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A control group of the kernel, of either version, whose processes together get so much memory
/// and no more.
final class MemoryGroup implements Closeable {
    private static final Path FIRST = Path.of("/sys/fs/cgroup/memory");
    private static final Path SECOND = Path.of("/sys/fs/cgroup");

    private final Path folder;
    private final boolean second;

    private MemoryGroup(Path folder, boolean second) {
        this.folder = folder;
        this.second = second;
    }

    /// Why this machine cannot do it, if so.
    static Optional<String> whyNot() {
        try {
            of(1L << 30).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("memory cannot be limited here: " + e);
        }
    }

    static MemoryGroup of(long bytes) throws IOException {
        boolean second = !Files.exists(FIRST.resolve("memory.limit_in_bytes"));
        Path folder = Files.createTempDirectory(second ? SECOND : FIRST, "larder");
        MemoryGroup group = new MemoryGroup(folder, second);
        try {
            String limit = second ? "memory.max" : "memory.limit_in_bytes";
            Files.writeString(folder.resolve(limit), String.valueOf(bytes));
            return group;
        } catch (IOException e) {
            group.close();
            throw e;
        }
    }

    /// The command that puts what stands behind it into the group.
    String[] enter() {
        return new String[] {
            "sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", folder.resolve("cgroup.procs").toString()
        };
    }

    /// The most that was in use so far.
    long mostMegabytes() throws IOException {
        String most = second ? "memory.peak" : "memory.max_usage_in_bytes";
        return Long.parseLong(Files.readString(folder.resolve(most)).strip()) >> 20;
    }

    /// Nobody may be in it any more.
    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
