package io.larder.server.door;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Keeps what was logged.
final class RecordingLogger implements System.Logger {
    private static final long PATIENCE_MILLIS = 20_000;

    private final List<String> lines = new ArrayList<>();

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /// Waits until `count` lines were logged.
    synchronized List<String> await(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (lines.size() < count && System.nanoTime() < end) {
            wait(PATIENCE_MILLIS);
        }
        return List.copyOf(lines);
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    @Override
    public String getName() {
        return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
        add(text + (thrown == null ? "" : " " + thrown));
    }

    @Override
    public void log(
            Level level,
            @Nullable ResourceBundle bundle,
            String format,
            @Nullable Object... params) {
        add(format);
    }
}
