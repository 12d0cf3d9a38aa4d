package io.larder.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs other programs to their end.
final class Shell {
    private Shell() {}

    /// What the program prints; throws when it cannot be started or fails.
    static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    /// As [#run(String...)].
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + code + ": " + lastLine(said));
        }
        return said;
    }

    /// The command line of `main`, on the Java that runs this.
    static List<String> java(List<String> flags, String classPath, String main) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    private static String lastLine(String said) {
        return said.substring(said.lastIndexOf('\n') + 1);
    }
}
