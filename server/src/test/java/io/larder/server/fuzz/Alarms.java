package io.larder.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hears what the box logs as an error, and keeps all else it logs from the screen: with drawn
/// input there is no end of warnings.
public final class Alarms extends Handler {
    private static final Logger BOX = Logger.getLogger("io.larder");

    private final List<String> raised = new ArrayList<>();
    private @Nullable Throwable cause;

    /// Listens from now on.
    public Alarms() {
        BOX.setUseParentHandlers(false);
        BOX.addHandler(this);
    }

    @Override
    public synchronized void publish(LogRecord said) {
        if (said.getLevel().intValue() >= Level.SEVERE.intValue()) {
            raised.add(String.valueOf(said.getMessage()));
            cause = said.getThrown();
        }
    }

    /// Fails when there were any since it was asked last, but for those about `expected`.
    public synchronized void none(String expected) {
        List<String> others = raised.stream().filter(each -> !each.contains(expected)).toList();
        raised.clear();
        if (!others.isEmpty()) {
            throw new AssertionError("the box logs " + others, cause);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        BOX.removeHandler(this);
        BOX.setUseParentHandlers(true);
    }
}
