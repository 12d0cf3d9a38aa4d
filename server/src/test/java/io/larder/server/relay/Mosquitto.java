package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real broker, Eclipse Mosquitto as Debian has it, on a loopback port, with everything it keeps
/// in a folder.
final class Mosquitto implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto");
    private static final int TRIES = 5;
    private static final int SECONDS = 20;

    private final Path folder;
    private final List<String> more;
    private final List<String> said = new ArrayList<>();
    private int port;
    private @Nullable Process process;

    /// With further lines for its configuration. Skips the test where there is no broker.
    Mosquitto(Path folder, String... more) throws IOException {
        assumeTrue(
                PLACES.stream().map(Path::of).anyMatch(Files::isExecutable),
                "skipped, because mosquitto is missing (Debian: apt-get install mosquitto)");
        this.folder = Files.createDirectories(folder);
        this.more = List.of(more);
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    /// Starts it, or starts it again at the same port with what it kept.
    Mosquitto start() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            if (port == 0) {
                port = FreePorts.next();
            }
            if (run()) {
                return this;
            }
            port = 0;
        }
        throw new AssertionError("mosquitto does not start: " + said);
    }

    private boolean run() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("listener " + port + " 127.0.0.1");
        lines.add("persistence true");
        lines.add("persistence_location " + folder + "/");
        lines.add("autosave_on_changes true");
        lines.add("autosave_interval 1");
        lines.add("log_dest stderr");
        lines.add("log_type all");
        // 0, without a limit, makes Mosquitto 2.0 hang up after each message that it refuses.
        lines.add("max_queued_messages 1000000");
        if ("root".equals(System.getProperty("user.name"))) {
            lines.add("user root");
        }
        if (more.stream().noneMatch(line -> line.startsWith("allow_anonymous"))) {
            lines.add("allow_anonymous true");
        }
        lines.addAll(more);
        Path file = folder.resolve("mosquitto.conf");
        Files.write(file, lines);
        String program =
                PLACES.stream()
                        .filter(place -> Files.isExecutable(Path.of(place)))
                        .findFirst()
                        .orElseThrow();
        Process started =
                new ProcessBuilder(program, "-c", file.toString())
                        .redirectErrorStream(true)
                        .start();
        process = started;
        CountDownLatch decided = new CountDownLatch(1);
        boolean[] running = {false};
        Thread.ofPlatform()
                .daemon()
                .name("mosquitto-" + port)
                .start(() -> listen(started, decided, running));
        try {
            if (!decided.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("mosquitto says nothing: " + said);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return running[0];
    }

    /// Reads what it says, until it ends.
    private void listen(Process started, CountDownLatch decided, boolean[] running) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
                if (line.endsWith(" running")) {
                    running[0] = true;
                    decided.countDown();
                }
            }
        } catch (IOException e) {
            // It was killed while it spoke.
        }
        decided.countDown();
    }

    /// Waits until it has said a line with `text`.
    void untilSaid(String text) throws InterruptedException {
        long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        synchronized (said) {
            while (said.stream().noneMatch(line -> line.contains(text))) {
                long left = TimeUnit.NANOSECONDS.toMillis(last - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("never said: " + text);
                }
                said.wait(left);
            }
        }
    }

    /// Has it read its files again, and waits until it says so.
    void reload() throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process).pid();
        new ProcessBuilder("kill", "-HUP", Long.toString(pid)).start().waitFor();
        untilSaid("Reloading config");
    }

    /// Ends it as a service manager does: it writes down what it has.
    void stop() {
        end(false);
    }

    /// Ends it as a power cut does.
    void kill() {
        end(true);
    }

    private void end(boolean atOnce) {
        if (process == null) {
            return;
        }
        Process running = Objects.requireNonNull(process);
        if (atOnce) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("mosquitto does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        process = null;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        stop();
    }
}
