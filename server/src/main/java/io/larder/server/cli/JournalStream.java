package io.larder.server.cli;

import io.larder.server.service.ServiceLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;

/// Whether what this process writes goes to the journal of the machine.
final class JournalStream {
    private static final Path ERR = Path.of("/proc/self/fd/2");

    private JournalStream() {}

    /// Whether standard error does: the environment names device and inode of the socket, and
    /// somebody may have put a file or a pipe in its place since.
    static boolean takesErrors(Map<String, String> environment) {
        return is(ERR, environment.getOrDefault("JOURNAL_STREAM", ""));
    }

    /// A line of standard error that says what is wrong, marked as an error for the journal.
    static String error(Map<String, String> environment, String text) {
        return takesErrors(environment) ? ServiceLog.line(Level.SEVERE, text) : text;
    }

    static boolean is(Path file, String deviceAndInode) {
        try {
            return !deviceAndInode.isEmpty()
                    && (Files.getAttribute(file, "unix:dev")
                                    + ":"
                                    + Files.getAttribute(file, "unix:ino"))
                            .equals(deviceAndInode);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
