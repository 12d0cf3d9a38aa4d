package io.larder.storage;

/// An entry as read back. `seq` counts from 1 per box and is never reused.
public record Entry(long seq, EntryKind kind, String serial, Draft.Stamp stamp, byte[] payload) {}
