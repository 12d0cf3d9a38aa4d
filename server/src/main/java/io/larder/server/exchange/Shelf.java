package io.larder.server.exchange;

import io.larder.server.protocol.Content;
import java.util.Optional;

/// The read-only folder of files that terminals may be told to fetch.
@FunctionalInterface
public interface Shelf {
    /// Opens a regular file that is reached without following any link; empty when there is none or
    /// it cannot be read. The caller closes it.
    Optional<Content> open(ShelfPath path);
}
