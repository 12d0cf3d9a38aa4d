package io.larder.server.command;

import io.larder.server.record.Bytes;
import java.util.Optional;

/// Where the templates and pictures are that orders refer to.
@FunctionalInterface
public interface Contents {
    /// Nothing is stored.
    Contents NONE = _ -> Optional.empty();

    /// The content whose SHA-256, in lower case hex, is `sha256`; empty when it is not here.
    Optional<Bytes> content(String sha256);
}
