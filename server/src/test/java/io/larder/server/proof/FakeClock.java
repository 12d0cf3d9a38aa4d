package io.larder.server.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A clock that is off by as much as one says, for a process that runs under it (libfaketime); what
/// the process measures of time that passes stays right.
final class FakeClock {
    private static final String FIND = "ls /usr/lib/*/faketime/libfaketimeMT.so.1";

    private final Path offset;
    private final String library;

    /// Right, until it is set off; its file is in `folder`.
    FakeClock(Path folder) throws IOException {
        this.offset = folder.resolve("offset");
        this.library = Tool.run("sh", "-c", FIND);
        setOff(0);
    }

    /// Why this machine cannot do it, if so.
    static Optional<String> whyNot() {
        try {
            Tool.run("sh", "-c", FIND);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Put in front of a command, which then lives by this clock.
    String[] under() {
        return new String[] {
            "env",
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + offset,
            "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            // with it the JVM's waits end at once
            "FAKETIME_FORCE_MONOTONIC_FIX=0"
        };
    }

    /// Takes a second to be noticed.
    void setOff(int seconds) throws IOException {
        Files.writeString(offset, (seconds < 0 ? "" : "+") + seconds);
    }
}
