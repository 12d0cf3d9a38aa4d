package io.larder.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The seam between the measurement and the program that is measured.
interface Probe {
    /// Which program.
    enum Mode {
        /// The box as it ships.
        DURABLE,
        /// The same door with a journal that keeps nothing, for comparison.
        NO_JOURNAL,
        /// The same door, each upload a flushed transaction of SQLite, for comparison.
        SQLITE
    }

    /// Starts a box on an empty data directory and waits until it would accept an upload.
    Box start(Mode mode) throws IOException, InterruptedException;

    /// The same on what a box of this mode left in `data`.
    Box start(Mode mode, Path data) throws IOException, InterruptedException;

    /// Starts a box with the limits it ships with, its local interface, and a headquarters that it
    /// sends its records to, each in a process of its own.
    Site startSite() throws IOException, InterruptedException;

    /// A box as it stands at a site.
    interface Site extends Box {
        /// The local interface, on loopback.
        int consolePort();

        /// Names every purchase that headquarters has, as [Box#exported].
        void atHeadquarters(Consumer<String> sink) throws IOException, InterruptedException;
    }

    /// A running box; closing stops it and removes its data.
    interface Box extends AutoCloseable {
        /// The terminal door, on loopback.
        int port();

        /// The process, for its memory.
        long pid();

        Path dataDir();

        /// Names every purchase the box can export, as `serial/BUYLOG/recNo`.
        void exported(Consumer<String> sink) throws IOException, InterruptedException;

        /// Stops it and leaves its data.
        void stop();

        /// Ends it as `kill -9` does and leaves its data.
        void kill();

        @Override
        void close() throws IOException;
    }
}
