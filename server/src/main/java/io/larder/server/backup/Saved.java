package io.larder.server.backup;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// One file of a generation.
///
/// - `name`: its path in the data folder, parts joined by `/`.
/// - `size`: bytes it has when it is put back; those that no piece has are zeros.
/// - `sealed`: whether its content is closed with the box's seal.
public record Saved(String name, long size, boolean sealed, List<Piece> pieces) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /// Throws `IllegalArgumentException` for what this program never writes: a medium that was
    /// elsewhere must not say where files go.
    public Saved {
        pieces = List.copyOf(pieces);
        for (String part : Arrays.asList(name.split("/", -1))) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf(0) >= 0) {
                throw new IllegalArgumentException("no name of a file: " + name);
            }
        }
        for (Piece piece : pieces) {
            if (!DIGEST.matcher(piece.sha256()).matches()
                    || piece.bytes() < 0
                    || piece.bytes() > Piece.MOST_BYTES) {
                throw new IllegalArgumentException("no piece of a file: " + piece);
            }
        }
        if (size < bytes(pieces)) {
            throw new IllegalArgumentException(name + " is larger than its size " + size);
        }
    }

    /// Bytes of its pieces.
    public long bytes() {
        return bytes(pieces);
    }

    private static long bytes(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::bytes).sum();
    }
}
