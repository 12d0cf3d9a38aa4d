package io.larder.server.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Programs of the machine, and our own small ones in C, which are compiled when a test wants them.
final class Tool {
    private static final long LIMIT_SECONDS = 60;

    private Tool() {}

    /// What a program says; throws with its words when it does not succeed.
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " hangs");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    /// Why this machine cannot do what needs `programs` and root, if so.
    static Optional<String> whyNot(String... programs) {
        try {
            if (!run("id", "-u").equals("0")) {
                return Optional.of("this needs root");
            }
            for (String program : programs) {
                run("sh", "-c", "command -v " + program);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Skips the trial `name` when there is a reason to.
    static void need(String name, Optional<String> whyNot) {
        whyNot.ifPresent(why -> FaultTable.skipped(name, why));
        assumeTrue(whyNot.isEmpty(), () -> "skipped, because " + whyNot.orElse(""));
    }

    /// Compiles `tools/faults/NAME.c` into `folder`; `options` come last.
    static Path compile(String name, Path folder, String... options) throws IOException {
        Path made = folder.resolve(name);
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-Wall", "-Werror"));
        command.addAll(List.of(source(name + ".c").toString(), "-o", made.toString()));
        command.addAll(List.of(options));
        run(command.toArray(String[]::new));
        return made;
    }

    private static Path source(String name) throws IOException {
        Path here = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
        for (Path at = here; at != null; at = at.getParent()) {
            Path found = at.resolve("tools").resolve("faults").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        throw new IOException("no tools/faults/" + name + " above " + here);
    }
}
