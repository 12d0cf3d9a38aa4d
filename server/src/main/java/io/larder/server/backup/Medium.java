package io.larder.server.backup;

import io.larder.server.record.Bytes;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A folder with generations of one box, on a medium of which nothing is expected but that it keeps
/// what was flushed: no rights, no links, no large files, no promise about renaming.
///
/// ```
/// PATH/generation-00000012    the manifest of a complete backup
/// PATH/pieces/0f3c…           what manifests name
/// PATH/….new                  what was being written when the medium was pulled out
/// ```
///
/// Nothing that a complete generation needs is ever written again or removed, unless it is damaged.
public final class Medium {
    /// What is at hand for whoever finds the medium.
    static final String ABOUT = "READ-ME.txt";

    private static final String PREFIX = "generation-";
    private static final String UNFINISHED = ".new";

    private final Disk folder;
    private final Disk pieces;

    /// What lies in the folder: complete generations by number, and why the others are not.
    public record Found(NavigableMap<Integer, Manifest> complete, Map<String, String> broken) {
        /// The newest complete one.
        public Optional<Manifest> newest() {
            return complete.isEmpty()
                    ? Optional.empty()
                    : Optional.of(complete.lastEntry().getValue());
        }
    }

    /// `folder` is for manifests, `pieces` a folder in it.
    public Medium(Disk folder, Disk pieces) {
        this.folder = folder;
        this.pieces = pieces;
    }

    /// Looks at all manifests. Throws `IOException` when one cannot be read, or is complete and of
    /// a newer program: nothing may be removed then.
    public Found find() throws IOException {
        TreeMap<Integer, Manifest> complete = new TreeMap<>();
        Map<String, String> broken = new TreeMap<>();
        for (String name : folder.list()) {
            if (name.startsWith(PREFIX)) {
                try {
                    Manifest manifest = manifest(name);
                    complete.put(manifest.generation(), manifest);
                } catch (IllegalArgumentException e) {
                    broken.put(name, String.valueOf(e.getMessage()));
                }
            }
        }
        return new Found(complete, broken);
    }

    private Manifest manifest(String name) throws IOException {
        if (name.endsWith(UNFINISHED)) {
            throw new IllegalArgumentException("not complete: it was being written");
        }
        try (DiskFile file = folder.open(name)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(content, 0);
            Manifest manifest = Manifest.read(Bytes.wrap(content.array()));
            if (!name.equals(name(manifest.generation()))) {
                throw new IllegalArgumentException("it says " + name(manifest.generation()));
            }
            return manifest;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large for a manifest", e);
        }
    }

    private static String name(int generation) {
        return PREFIX + String.format("%08d", generation);
    }

    /// True when the medium did not have these bytes, or had them damaged, and has them now. What
    /// is there is read: a piece that rotted since must not be relied on by one more generation.
    boolean keep(Piece piece, byte[] content) throws IOException {
        if (read(piece).isPresent()) {
            return false;
        }
        write(pieces, piece.name(), content);
        return true;
    }

    /// The bytes of a piece; empty when they are not there, cannot be read, or are not what they
    /// were.
    Optional<byte[]> read(Piece piece) {
        try (DiskFile file = pieces.open(piece.name())) {
            byte[] content = new byte[piece.bytes()];
            boolean whole =
                    file.size() == content.length
                            && file.read(ByteBuffer.wrap(content), 0) == content.length;
            return whole && piece.is(content) ? Optional.of(content) : Optional.empty();
        } catch (IOException lost) {
            return Optional.empty();
        }
    }

    /// From when this returns the generation is complete.
    void publish(Manifest manifest) throws IOException {
        pieces.sync();
        write(folder, name(manifest.generation()), manifest.write().toArray());
        folder.sync();
    }

    /// Puts a text for people beside the generations.
    void about(String text) throws IOException {
        if (!folder.list().contains(ABOUT)) {
            write(folder, ABOUT, Bytes.utf8(text).toArray());
        }
    }

    private static void write(Disk disk, String name, byte[] content) throws IOException {
        String fresh = name + UNFINISHED;
        try (DiskFile file = create(disk, fresh)) {
            file.write(ByteBuffer.wrap(content), 0);
            file.forceAll();
        }
        disk.rename(fresh, name);
    }

    private static DiskFile create(Disk disk, String name) throws IOException {
        try {
            return disk.create(name);
        } catch (FileAlreadyExistsException leftBehind) {
            disk.delete(name);
            return disk.create(name);
        }
    }

    /// Removes all generations but the newest `keep` complete ones, then what none needs.
    void keepNewest(int keep) throws IOException {
        Found found = find();
        for (String name : found.broken().keySet()) {
            folder.delete(name);
        }
        for (int old :
                found.complete().navigableKeySet().stream()
                        .limit(Math.max(0, found.complete().size() - keep))
                        .toList()) {
            folder.delete(name(old));
        }
        folder.sync();
        dropUnneeded();
    }

    /// Removes the pieces that no complete generation needs, such as those of an attempt that
    /// failed.
    void dropUnneeded() throws IOException {
        Set<String> needed = new HashSet<>();
        find().complete().values().stream()
                .flatMap(manifest -> manifest.files().stream())
                .flatMap(file -> file.pieces().stream())
                .forEach(piece -> needed.add(piece.name()));
        for (String name : pieces.list()) {
            if (!needed.contains(name)) {
                pieces.delete(name);
            }
        }
        pieces.sync();
    }

    /// What of a generation is not on the medium as it was written.
    public List<String> complaints(Manifest manifest) {
        List<String> complaints = new ArrayList<>();
        for (Saved file : manifest.files()) {
            for (Piece piece : file.pieces()) {
                if (read(piece).isEmpty()) {
                    complaints.add(complaint(file, piece));
                }
            }
        }
        return complaints;
    }

    static String complaint(Saved file, Piece piece) {
        return file.name() + ": pieces/" + piece.name() + " is missing or damaged";
    }
}
