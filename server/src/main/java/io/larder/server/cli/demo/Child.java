package io.larder.server.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A `larder serve` of its own process, started from the same jar with the same flags.
final class Child implements AutoCloseable {
    private static final int STOP_SECONDS = 15;

    private final String name;
    private final List<String> command;
    private final Path log;
    private volatile Process process;

    private Child(String name, List<String> command, Path log, Process process) {
        this.name = name;
        this.command = command;
        this.log = log;
        this.process = process;
    }

    /// Starts it and returns once it says that it is ready.
    static Child start(String name, Path folder, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("serve", "--data", folder.resolve(name).toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Path log = folder.resolve(name + ".log");
        Child child = new Child(name, command, log, launch(name, command, log));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> child.process.destroyForcibly()));
        return child;
    }

    private static List<String> java() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.add("io.larder.server.cli.Main");
        return command;
    }

    private static Process launch(String name, List<String> command, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                return process;
            }
        }
        throw new IOException(name + " did not start, see " + log);
    }

    /// A port that nobody listens on now.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// As `kill -9`: no warning, nothing is written any more.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Starts it anew on the same data.
    void restart() throws IOException {
        process = launch(name, command, log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
