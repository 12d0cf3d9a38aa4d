package io.larder.server.backup;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.util.List;

/// A folder of a disk that has none: its files are those whose names begin with `prefix`.
record Part(Disk whole, String prefix) implements Disk {
    @Override
    public List<String> list() throws IOException {
        return whole.list().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return whole.open(prefix + name);
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return whole.create(prefix + name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        whole.rename(prefix + from, prefix + to);
    }

    @Override
    public void delete(String name) throws IOException {
        whole.delete(prefix + name);
    }

    @Override
    public void sync() throws IOException {
        whole.sync();
    }
}
