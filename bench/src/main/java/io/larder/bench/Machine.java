package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a measurement ran on, without a name or a date.
record Machine(String processor, int cores, long mebibytes, String kernel, String fileSystem) {
    /// Reads it from the kernel; `folder` is what is measured on.
    static Machine here(Path folder) throws IOException {
        return new Machine(
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                Files.getFileStore(folder).type());
    }

    private static String field(String file, String name) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public String toString() {
        return "%s, %d cores, %,d MiB of memory, Linux %s, %s, Java %s"
                .formatted(processor, cores, mebibytes, kernel, fileSystem, Runtime.version());
    }
}
