package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import java.io.IOException;

/// A file that is open for reading, on its way to a terminal. Whoever has it closes it.
public interface Content extends AutoCloseable {
    /// Bytes in the file when it was opened.
    long size();

    /// What it is.
    default MediaType type() {
        return MediaType.OTHER;
    }

    /// Reads at least one byte and at most `most` from offset `at`; no bytes where the file ends.
    Bytes read(long at, int most) throws IOException;

    /// Lets go of the file. Never fails: nothing was written.
    @Override
    void close();
}
