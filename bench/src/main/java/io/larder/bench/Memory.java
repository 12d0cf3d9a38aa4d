package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Resident memory of a process in MiB, now and at its highest.
record Memory(double resident, double peak) {
    /// Reads it from the kernel; works on Linux only.
    static Memory of(long pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        return new Memory(mebibytes(status, "VmRSS:"), mebibytes(status, "VmHWM:"));
    }

    private static double mebibytes(List<String> status, String name) {
        for (String line : status) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IllegalStateException("the kernel does not tell " + name);
    }

    @Override
    public String toString() {
        return "%.0f MiB resident, %.0f MiB at its highest".formatted(resident, peak);
    }
}
