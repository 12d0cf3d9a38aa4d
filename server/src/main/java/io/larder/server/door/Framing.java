package io.larder.server.door;

/// How long a body is, as its head says.
sealed interface Framing {
    /// That many bytes; 0 when the head says nothing.
    record Exactly(long bytes) implements Framing {}

    /// Chunks, each with its size, up to one of size 0.
    record Chunked() implements Framing {}
}
