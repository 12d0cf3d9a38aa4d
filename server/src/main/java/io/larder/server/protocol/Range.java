package io.larder.server.protocol;

/// The part of a file that a terminal asks for. Offsets count from 0.
public sealed interface Range {
    /// All of it.
    record Whole() implements Range {}

    /// The bytes at `first` to `last`, both included, or to the end when the file is shorter.
    record Between(long first, long last) implements Range {}

    /// The last `count` bytes, or all when there are fewer.
    record Last(long count) implements Range {}
}
