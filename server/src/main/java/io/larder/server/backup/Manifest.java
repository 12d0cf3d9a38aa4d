package io.larder.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A generation: which pieces, in which order, are which file. Written when every piece is on the
/// medium: where a manifest is whole, the backup is complete.
///
/// ```
/// generation-NUMBER = one line of JSON, line feed, SHA-256 of that line in hex, line feed
/// ```
///
/// The checksum and not the renaming says that it is whole: FAT renames without any promise.
public record Manifest(
        int generation,
        String box,
        String program,
        Instant made,
        long firstSeq,
        long lastSeq,
        List<String> notices,
        List<Saved> files) {
    private static final long FORMAT = 1;

    /// Keeps unchangeable copies.
    public Manifest {
        notices = List.copyOf(notices);
        files = List.copyOf(files);
    }

    /// Bytes of all files, each piece as often as it is used.
    public long bytes() {
        return files.stream().mapToLong(Saved::bytes).sum();
    }

    Bytes write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("format", FORMAT);
        out.put("generation", generation);
        out.put("box", box);
        out.put("program", program);
        out.put("made", made.toString());
        out.put("firstSeq", firstSeq);
        out.put("lastSeq", lastSeq);
        out.put("notices", notices);
        out.put("files", files.stream().map(Manifest::write).toList());
        String line = Json.write(out);
        return Bytes.utf8(line + "\n" + Digest.sha256Hex(line.getBytes(UTF_8)) + "\n");
    }

    private static Map<String, Object> write(Saved file) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", file.name());
        out.put("size", file.size());
        out.put("sealed", file.sealed());
        out.put("bytes", file.pieces().stream().map(Piece::bytes).toList());
        out.put("pieces", file.pieces().stream().map(Piece::sha256).toList());
        return out;
    }

    /// Throws `IllegalArgumentException` saying why it is none, or not all of one, `IOException`
    /// when it is a whole one that only another program understands.
    static Manifest read(Bytes bytes) throws IOException {
        List<String> lines = bytes.text(UTF_8).lines().toList();
        if (lines.size() != 2
                || !Digest.sha256Hex(lines.getFirst().getBytes(UTF_8)).equals(lines.getLast())) {
            throw new IllegalArgumentException("not complete: its checksum does not fit");
        }
        Map<String, Object> in = Json.read(lines.getFirst());
        if (!Long.valueOf(FORMAT).equals(in.get("format"))) {
            throw new IOException(
                    "a generation has format "
                            + in.get("format")
                            + ", this program knows "
                            + FORMAT
                            + ": a newer one wrote it");
        }
        try {
            return new Manifest(
                    Math.toIntExact(need(in, "generation", Long.class)),
                    need(in, "box", String.class),
                    need(in, "program", String.class),
                    Instant.parse(need(in, "made", String.class)),
                    need(in, "firstSeq", Long.class),
                    need(in, "lastSeq", Long.class),
                    texts(need(in, "notices", List.class)),
                    files(need(in, "files", List.class)));
        } catch (ArithmeticException | DateTimeParseException e) {
            throw new IllegalArgumentException("no manifest of ours: " + e.getMessage(), e);
        }
    }

    private static <T> T need(Map<?, ?> in, String name, Class<T> type) {
        Object value = in.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("no manifest of ours: " + name + " is " + value);
        }
        return type.cast(value);
    }

    private static List<String> texts(List<?> in) {
        return in.stream().map(String::valueOf).toList();
    }

    private static List<Saved> files(List<?> in) {
        List<Saved> files = new ArrayList<>();
        for (Object each : in) {
            if (!(each instanceof Map<?, ?> file)) {
                throw new IllegalArgumentException("no manifest of ours: a file is " + each);
            }
            files.add(saved(file));
        }
        return files;
    }

    private static Saved saved(Map<?, ?> in) {
        List<?> digests = need(in, "pieces", List.class);
        List<?> bytes = need(in, "bytes", List.class);
        if (digests.size() != bytes.size()) {
            throw new IllegalArgumentException("pieces without their sizes");
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) {
            pieces.add(
                    new Piece(
                            String.valueOf(digests.get(i)),
                            Integer.parseInt(String.valueOf(bytes.get(i)))));
        }
        return new Saved(
                need(in, "name", String.class),
                need(in, "size", Long.class),
                need(in, "sealed", Boolean.class),
                pieces);
    }
}
