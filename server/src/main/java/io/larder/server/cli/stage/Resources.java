package io.larder.server.cli.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process holds at a moment, as the kernel counts it; works on Linux only.
///
/// @param residentMebibytes memory that is in use right now
/// @param threads of all kinds, those of the virtual machine too
/// @param files open files and sockets
public record Resources(double residentMebibytes, int threads, int files) {
    private static final double KIBIBYTES = 1024;

    /// Throws `IOException` when there is no such process (any more).
    public static Resources of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        long kibibytes = 0;
        long threads = 0;
        for (String line : Files.readAllLines(process.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                kibibytes = number(line);
            } else if (line.startsWith("Threads:")) {
                threads = number(line);
            }
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return new Resources(kibibytes / KIBIBYTES, (int) threads, (int) open.count());
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
