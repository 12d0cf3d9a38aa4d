package io.larder.server.proof;

import io.larder.server.cli.stage.Child;
import io.larder.server.cli.stage.Resources;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at a process again and again from outside and writes down what it holds: a line for each
/// look, with tabs between name of the process, seconds since the begin, its number, resident MiB,
/// threads and open files.
final class Observer implements Closeable {
    private static final Duration BEAT = Duration.ofSeconds(2);

    private final String name;
    private final Child child;
    private final Path table;
    private final long began = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private final List<Resources> looks = new ArrayList<>();

    Observer(String name, Child child, Path table) {
        this.name = name;
        this.child = child;
        this.table = table;
        this.thread = Thread.ofPlatform().name("observer-" + name).start(this::watch);
    }

    private void watch() {
        try {
            do {
                look();
            } while (!over.await(BEAT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long pid = child.pid();
        try {
            Resources now = Resources.of(pid);
            if (now.threads() > 0 && now.residentMebibytes() > 0) {
                add(now);
                write(pid, now);
            }
        } catch (IOException _) {
            // it is not there right now: it was killed a moment ago
        }
    }

    private void write(long pid, Resources now) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        Files.writeString(
                table,
                String.format(
                        Locale.ROOT,
                        "%s\t%.0f\t%d\t%.1f\t%d\t%d%n",
                        name,
                        seconds,
                        pid,
                        now.residentMebibytes(),
                        now.threads(),
                        now.files()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private synchronized void add(Resources now) {
        looks.add(now);
    }

    /// The most of each that was seen at once.
    synchronized Resources most() {
        return new Resources(
                looks.stream().mapToDouble(Resources::residentMebibytes).max().orElse(0),
                looks.stream().mapToInt(Resources::threads).max().orElse(0),
                looks.stream().mapToInt(Resources::files).max().orElse(0));
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
