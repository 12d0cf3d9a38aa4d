package io.larder.storage;

/// Takes entries. Returns when the entry is durable or was refused; never earlier.
public interface Intake {
    Appended append(Draft draft);
}
