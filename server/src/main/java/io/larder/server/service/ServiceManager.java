package io.larder.server.service;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Who started this process and wants to know how it does: systemd, by the protocol of
/// `sd_notify(3)`. Nobody, when it was started by hand. What cannot be told is logged once and is
/// no reason not to go on.
public final class ServiceManager {
    /// Where one text can be sent to.
    interface Line {
        void send(String text) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
    private static final String WATCHDOG_PID = "WATCHDOG_PID";

    private final Optional<Line> line;
    private final Optional<Duration> watchdog;
    private boolean failing;

    ServiceManager(Optional<Line> line, Optional<Duration> watchdog) {
        this.line = line;
        this.watchdog = watchdog;
    }

    /// Nobody wants to know.
    public static ServiceManager nobody() {
        return new ServiceManager(Optional.empty(), Optional.empty());
    }

    /// As the environment of process `pid` says.
    public static ServiceManager of(Map<String, String> environment, long pid) {
        String address = environment.getOrDefault(SOCKET, "");
        if (address.isEmpty()) {
            return nobody();
        }
        try {
            return new ServiceManager(
                    Optional.of(new NotifySocket(address)), watchdog(environment, pid));
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the service manager is told nothing: {0}",
                    String.valueOf(e.getMessage()));
            return nobody();
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault(WATCHDOG_MICROS, "");
        String meant = environment.getOrDefault(WATCHDOG_PID, "");
        boolean isMine = meant.isEmpty() || meant.equals(Long.toString(pid));
        return micros.matches("[1-9]\\d{0,15}") && isMine
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000))
                : Optional.empty();
    }

    /// Within this time it wants to hear that the process lives, again and again.
    Optional<Duration> watchdog() {
        return watchdog;
    }

    /// Tells it assignments such as `READY=1`, one a line; says whether nothing is left to be told.
    synchronized boolean tell(String assignments) {
        try {
            if (line.isPresent()) {
                line.get().send(assignments);
            }
            failing = false;
            return true;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the service manager cannot be told how the box does, which goes on: {0}",
                        String.valueOf(e.getMessage()));
            }
            failing = true;
            return false;
        }
    }
}
