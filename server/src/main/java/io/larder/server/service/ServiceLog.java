package io.larder.server.service;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/// What is logged, for the journal of the machine: one line each, with the level in front as
/// `sd-daemon(3)` has it, and who says it. The journal knows the time itself.
///
/// ```
/// <4>relay.Relay: relay headquarters: down: connection refused
/// ```
public final class ServiceLog extends Handler {
    private static final String OURS = "io.larder.server.";
    private static final int FRAMES = 12;

    /// Tells at each start what it is made of. Held here, since a logger nobody holds forgets its
    /// level.
    private static final Logger OF_LISTENERS = Logger.getLogger("io.helidon");

    private final PrintStream out;
    private final LongSupplier nanos;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Repeats repeats = new Repeats();

    ServiceLog(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    /// Takes the place of whatever else writes what this process logs.
    public static void install(PrintStream out, LongSupplier nanos) {
        Logger root = Logger.getLogger("");
        for (Handler other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(new ServiceLog(out, nanos));
        OF_LISTENERS.setLevel(Level.WARNING);
    }

    /// A line of this level.
    public static String line(Level level, String text) {
        return "<" + priority(level) + ">" + text;
    }

    /// As syslog(3) counts: 3 error, 4 warning, 6 information, 7 for whoever looks for a defect.
    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return 3;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return 4;
        }
        return level.intValue() >= Level.INFO.intValue() ? 6 : 7;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        if (isLoggable(record)) {
            repeats.pass(write(record), nanos.getAsLong()).ifPresent(out::println);
        }
    }

    private String write(LogRecord record) {
        String name = String.valueOf(record.getLoggerName());
        String who = name.startsWith(OURS) ? name.substring(OURS.length()) : name;
        StringBuilder text = new StringBuilder(who + ": " + formatter.formatMessage(record));
        Throwable failure = record.getThrown();
        for (int depth = 0; failure != null && depth < FRAMES; depth++) {
            text.append(depth == 0 ? "; " : "; because of ").append(failure).append(place(failure));
            failure = failure.getCause();
        }
        return line(record.getLevel(), text.toString().replaceAll("\\s*\\R\\s*", " | "));
    }

    private static String place(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < ", " at ", ""));
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
