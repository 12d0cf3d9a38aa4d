package io.larder.server.simulate.meeting;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// An open connection of a terminal. Every `IOException` means that it is gone.
interface Link extends Closeable {
    /// Sends a whole message.
    void say(String text) throws IOException, InterruptedException;

    /// Sends a part of a message, after which the line is as good as cut.
    void sayHalf(String text) throws IOException, InterruptedException;

    void ping() throws IOException, InterruptedException;

    /// Pings that the box answered.
    int pongs();

    /// The next message of the box, empty when none comes within `patience`.
    Optional<String> hear(Duration patience) throws IOException, InterruptedException;

    /// Breaks the connection without a word.
    void cut();

    /// Says good-bye.
    @Override
    void close();

    /// Opens connections.
    interface Dialer {
        Link dial() throws IOException, InterruptedException;
    }
}
