package io.larder.server.fuzz;

import java.io.IOException;

/// Somebody who reads what others say. Any bytes are read, refused in words or found cut: whatever
/// else comes of them is thrown. The same bytes always come to the same.
@FunctionalInterface
public interface FuzzTarget extends AutoCloseable {
    /// Gives it some bytes.
    void hold(byte[] input) throws Exception;

    @Override
    default void close() throws IOException {}
}
