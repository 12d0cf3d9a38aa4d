package io.larder.server.cli;

import io.larder.server.exchange.Shelf;
import io.larder.server.exchange.ShelfPath;
import io.larder.server.protocol.Content;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A folder of this machine. Every folder on the way is opened by its one name inside the folder
/// before it, and neither it nor the file may be a link at the moment it is opened: a link that is
/// swapped in has no moment to work in. On a system that cannot do that nothing is served.
final class FolderShelf implements Shelf {
    private final Path folder;
    private final Runnable looked;

    FolderShelf(Path folder) {
        this(folder, () -> {});
    }

    /// `looked` is run between the look at a file and its opening.
    FolderShelf(Path folder, Runnable looked) {
        this.folder = folder;
        this.looked = looked;
    }

    @Override
    public Optional<Content> open(ShelfPath path) {
        try (var stream = Files.newDirectoryStream(folder)) {
            return stream instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, path.names())
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            // No such file, a link, no permission, a name that cannot be: it is not there for
            // anybody.
            return Optional.empty();
        }
    }

    private Optional<Content> open(SecureDirectoryStream<Path> in, List<String> names)
            throws IOException {
        Path name = Path.of(names.getFirst());
        if (names.size() == 1) {
            return openFile(in, name);
        }
        try (SecureDirectoryStream<Path> next =
                in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return open(next, names.subList(1, names.size()));
        }
    }

    /// Looks before it opens, because to open a pipe would wait for its writer, and again behind
    /// it, because something else may have taken the place meanwhile.
    private Optional<Content> openFile(SecureDirectoryStream<Path> in, Path name)
            throws IOException {
        Optional<Object> regular = regularFile(in, name);
        looked.run();
        if (regular.isEmpty()) {
            return Optional.empty();
        }
        SeekableByteChannel channel =
                in.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            if (regularFile(in, name).equals(regular)) {
                return Optional.of(new OpenFile(channel, channel.size()));
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /// What tells the regular file at `name` from all others; empty when there is another thing.
    private static Optional<Object> regularFile(SecureDirectoryStream<Path> in, Path name)
            throws IOException {
        BasicFileAttributes found =
                in.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
        return found.isRegularFile() ? Optional.ofNullable(found.fileKey()) : Optional.empty();
    }

    private record OpenFile(SeekableByteChannel channel, long size) implements Content {
        @Override
        public Bytes read(long at, int most) throws IOException {
            ByteBuffer into = ByteBuffer.allocate(most);
            int count = channel.position(at).read(into);
            return Bytes.wrap(into.array()).slice(0, Math.max(0, count));
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException _) {
                // Only read: there is nothing to lose.
                return;
            }
        }
    }
}
