package io.larder.storage.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// An open file. Positions and sizes are bytes.
public interface DiskFile extends Closeable {
    long size() throws IOException;

    /// Fills `into` from `position`; returns how many bytes there were, fewer only at the end.
    int read(ByteBuffer into, long position) throws IOException;

    /// Writes all of `from` at `position`.
    void write(ByteBuffer from, long position) throws IOException;

    /// Tells the medium to flush the content (`fdatasync`). When this fails, what was written since
    /// the last success is unknown for good: calling it again proves nothing.
    void force() throws IOException;

    /// As [#force], with size and other metadata (`fsync`).
    void forceAll() throws IOException;
}
