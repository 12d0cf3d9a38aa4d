package io.larder.bench;

import io.larder.server.cli.stage.Resources;
import io.larder.server.simulate.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Looks at a box from outside while it is overloaded: memory, threads, open files, and whether its
/// local interface answers.
final class Vitals implements AutoCloseable {
    private static final int BEAT_MILLIS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Makes the kernel begin the highest resident memory anew.
    private static final String PEAK = "5";

    private final long pid;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest ready;
    private final Latencies answers = new Latencies();
    private final LongAdder unanswered = new LongAdder();
    private final Thread thread;
    private volatile int threads;
    private volatile int files;
    private volatile boolean over;

    private Vitals(Probe.Site site) throws IOException {
        pid = site.pid();
        ready =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:" + site.consolePort() + "/health/ready"))
                        .timeout(PATIENCE)
                        .build();
        Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), PEAK);
        thread = Thread.ofPlatform().name("vitals").start(this::watch);
    }

    static Vitals of(Probe.Site site) throws IOException {
        return new Vitals(site);
    }

    private void watch() {
        try {
            while (!over) {
                look();
                Thread.sleep(BEAT_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        long began = System.nanoTime();
        try {
            Resources now = Resources.of(pid);
            threads = Math.max(threads, now.threads());
            files = Math.max(files, now.files());
            began = System.nanoTime();
            int status = client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                unanswered.increment();
            }
            answers.record(System.nanoTime() - began);
        } catch (IOException _) {
            unanswered.increment();
        }
    }

    /// What was seen.
    String report() throws IOException {
        return String.format(
                Locale.ROOT,
                "%.0f MiB resident at most, %d threads, %d open files; console p99 %.0f ms, %d"
                        + " times not ready",
                Memory.of(pid).peak(),
                threads,
                files,
                answers.percentile(0.99).toNanos() / 1e6,
                unanswered.sum());
    }

    @Override
    public void close() {
        over = true;
        client.close();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
