package io.larder.server.cli.stage;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A `larder serve` in a process of its own, started with the class path and the flags of this one.
/// It can be killed and started again on the same data; it never outlives this process.
public final class Child implements Closeable {
    private static final int STOP_SECONDS = 15;
    private static final Duration START = Duration.ofMinutes(2);

    /// One life of it; `ready` is completed with the line that says so, or fails when the process
    /// ends without having said it.
    private record Life(Process process, CompletableFuture<String> ready) {}

    private final String name;
    private final List<String> command;
    private final Path log;
    private volatile Life life;

    private Child(String name, List<String> command, Path log) throws IOException {
        this.name = name;
        this.command = command;
        this.log = log;
        this.life = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> life.process.destroyForcibly()));
    }

    /// Starts it on `data`, with the command `under` in front; `flags` are for Java, after those of
    /// this process. What it complains about goes to `log`.
    static Child begin(
            List<String> under, Path data, Path log, List<String> flags, List<String> settings)
            throws IOException {
        List<String> command = new ArrayList<>(under);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
        command.addAll(List.of("io.larder.server.cli.Main", "serve", "--data", data.toString()));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        return new Child(String.valueOf(data.getFileName()), command, log);
    }

    private Life launch() throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("said-by-" + name).start(() -> listen(process, ready));
        return new Life(process, ready);
    }

    private static void listen(Process process, CompletableFuture<String> ready) {
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("ready ")) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    /// Waits until it says that it is ready.
    public void awaitReady() throws IOException, InterruptedException {
        try {
            life.ready.get(START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(name + " did not start, see " + log, e);
        }
    }

    /// Whether it has said that it is ready.
    public boolean isReady() {
        return life.ready.isDone() && !life.ready.isCompletedExceptionally();
    }

    /// The number of its process, for who measures it.
    public long pid() {
        return life.process.pid();
    }

    /// Waits at most so long for it to end by itself; says whether it did.
    public boolean endsWithin(Duration limit) throws InterruptedException {
        return life.process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// What it ended with; waits until it has ended.
    public int exitCode() throws InterruptedException {
        return life.process.waitFor();
    }

    /// As `kill -9`: no warning, nothing is written any more.
    public void kill() throws InterruptedException {
        life.process.destroyForcibly().waitFor();
    }

    /// Starts it anew on the same data and does not wait for it.
    public void begin() throws IOException {
        life = launch();
    }

    /// Starts it anew on the same data.
    public void restart() throws IOException, InterruptedException {
        begin();
        awaitReady();
    }

    @Override
    public void close() {
        Process process = life.process;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /// Its name and where its complaints are.
    @Override
    public String toString() {
        return name + " (log: " + log + ")";
    }
}
