package io.larder.storage.disk;

import java.io.IOException;
import java.util.List;

/// One folder of files with flat names: all that the journal and the cursors need of a file system.
/// Every call may fail with `IOException`; none is repeated behind the caller's back.
public interface Disk {
    /// Names of the files in the folder, in no order.
    List<String> list() throws IOException;

    /// Opens an existing file for reading and writing.
    DiskFile open(String name) throws IOException;

    /// Creates an empty file; fails when the name is taken.
    DiskFile create(String name) throws IOException;

    /// Gives a file another name, replacing what had it. Durable after [#sync].
    void rename(String from, String to) throws IOException;

    /// Removes a file.
    void delete(String name) throws IOException;

    /// Makes creations, renames and removals durable.
    void sync() throws IOException;
}
