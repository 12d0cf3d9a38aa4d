package io.larder.server.relay.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Where the terminals stand that were set aside, in one file that is replaced as a whole: what it
/// names must not be recycled. `{"places":{"5158181900025":"812/0"}}`
///
/// A file that cannot be read is an error: taking it for empty would lose what its terminals still
/// have to say.
final class Places {
    private final Path file;
    private final AsideCursor cursor;
    private final TreeMap<String, Position> wanted = new TreeMap<>();
    private Map<String, Position> durable = Map.of();

    private Places(Path file, AsideCursor cursor) {
        this.file = file;
        this.cursor = cursor;
    }

    /// Places without `cursor` were forgotten by a person.
    static Places open(Path file, AsideCursor cursor) throws IOException {
        Places places = new Places(file, cursor);
        if (Files.exists(file) && cursor.exists()) {
            places.wanted.putAll(read(file));
            places.durable = Map.copyOf(places.wanted);
        }
        return places;
    }

    private static Map<String, Position> read(Path file) throws IOException {
        Map<String, Position> found = new TreeMap<>();
        try {
            if (!(Json.read(Files.readString(file)).get("places") instanceof Map<?, ?> said)) {
                throw new IOException(file + " has no places");
            }
            said.forEach((serial, place) ->
                    found.put(
                            String.valueOf(serial),
                            Position.read(String.valueOf(place)).orElseThrow()));
        } catch (RuntimeException e) {
            throw new IOException(file + " cannot be read, expected serial numbers and places", e);
        }
        return found;
    }

    synchronized Map<String, Position> all() {
        return Map.copyOf(wanted);
    }

    /// The least place on the medium; empty when nobody is set aside.
    synchronized Optional<Position> least() {
        return durable.values().stream().min(Position::compareTo);
    }

    /// From now on, on the medium with the next [#flush].
    synchronized void put(String serial, Position place) {
        wanted.put(serial, place);
    }

    /// No longer set aside, on the medium with the next [#flush].
    synchronized void remove(String serial) {
        wanted.remove(serial);
    }

    /// Durable when this returns.
    synchronized void flush() throws IOException {
        if (wanted.equals(durable)) {
            return;
        }
        Optional<Position> least = wanted.values().stream().min(Position::compareTo);
        // Never ahead of the file.
        Optional<Position> both =
                Stream.concat(least.stream(), least().stream()).min(Position::compareTo);
        if (both.isPresent()) {
            cursor.keep(both);
        }
        Map<String, Object> places = new TreeMap<>();
        wanted.forEach((serial, place) -> places.put(serial, place.toString()));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap(Json.write(Map.of("places", places)).getBytes(UTF_8));
            while (text.hasRemaining()) {
                out.write(text);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
        durable = Map.copyOf(wanted);
        cursor.keep(least);
    }

    synchronized void close() throws IOException {
        cursor.close();
    }
}
