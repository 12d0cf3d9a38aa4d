package io.larder.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A small file system for as long as a test needs it; `why` says why there is none, for machines
/// where that takes rights nobody has.
record Mounted(Path at, String why) implements AutoCloseable {
    static Mounted tmpfs(Path at, String size) throws IOException {
        return new Mounted(
                at,
                run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "mode=700,size=" + size,
                        "larder",
                        at.toString()));
    }

    /// Nothing can be written there from now on.
    void readOnly() throws IOException {
        String failed = run("mount", "-o", "remount,ro", at.toString());
        if (!failed.isEmpty()) {
            throw new IOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        if (why.isEmpty()) {
            run("umount", "-l", at.toString());
        }
    }

    private static String run(String... command) throws IOException {
        List<String> all = Stream.of(command).toList();
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        return ended(process) == 0 ? "" : String.join(" ", all) + ": " + said.strip();
    }

    private static int ended(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
