package io.larder.server.backup;

import io.larder.crypto.Seal;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Puts a generation into empty folders. Every piece is compared with its digest on the way; the
/// first that does not fit ends it.
public final class Restore {
    private static final int ZEROS = 256 << 10;

    /// A folder by its path in the data folder, made when it is missing.
    public interface Folders {
        Disk at(String path) throws IOException;
    }

    private final Medium medium;
    private final Manifest manifest;
    private final Folders folders;
    private final Map<String, Disk> used = new LinkedHashMap<>();

    public Restore(Medium medium, Manifest manifest, Folders folders) {
        this.medium = medium;
        this.manifest = manifest;
        this.folders = folders;
    }

    /// Puts back all that is not sealed.
    public void plain() throws IOException {
        for (Saved saved : manifest.files()) {
            if (!saved.sealed()) {
                write(saved, Function.identity());
            }
        }
    }

    /// Puts back what is sealed; says what `seal` does not open.
    public List<String> sealed(Optional<Seal> seal) throws IOException {
        List<String> closed = new ArrayList<>();
        for (Saved saved : manifest.files()) {
            if (saved.sealed()) {
                Optional<byte[]> clear = Optional.empty();
                if (seal.isPresent()) {
                    clear = seal.get().open(content(saved), Backup.about(saved.name()));
                }
                if (clear.isPresent()) {
                    byte[] bytes = clear.get();
                    write(saved, _ -> bytes);
                } else {
                    closed.add(saved.name());
                }
            }
        }
        return closed;
    }

    /// What was sealed is one piece.
    private byte[] content(Saved saved) throws IOException {
        return piece(saved, saved.pieces().getFirst());
    }

    private byte[] piece(Saved saved, Piece piece) throws IOException {
        return medium.read(piece)
                .orElseThrow(() ->
                        new IOException(
                                "generation "
                                        + manifest.generation()
                                        + " is damaged: "
                                        + Medium.complaint(saved, piece)));
    }

    private void write(Saved saved, Function<byte[], byte[]> opened) throws IOException {
        int slash = saved.name().lastIndexOf('/');
        Disk disk = folder(saved.name().substring(0, Math.max(0, slash)));
        try (DiskFile file = disk.create(saved.name().substring(slash + 1))) {
            long at = 0;
            for (Piece piece : saved.pieces()) {
                byte[] bytes = opened.apply(piece(saved, piece));
                file.write(ByteBuffer.wrap(bytes), at);
                at += bytes.length;
            }
            if (!saved.sealed()) {
                zeros(file, at, saved.size());
            }
            file.forceAll();
        }
    }

    /// Written and not only named: a segment with holes takes no entry on a full file system.
    private static void zeros(DiskFile file, long from, long to) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
        for (long at = from; at < to; at += ZEROS) {
            file.write(zeros.clear().limit((int) Math.min(ZEROS, to - at)), at);
        }
    }

    private Disk folder(String path) throws IOException {
        Disk known = used.get(path);
        if (known == null) {
            known = folders.at(path);
            used.put(path, known);
        }
        return known;
    }

    /// All of it is on the medium when this returns.
    public void sync() throws IOException {
        for (Disk disk : used.values()) {
            disk.sync();
        }
    }
}
