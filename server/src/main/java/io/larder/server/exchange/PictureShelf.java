package io.larder.server.exchange;

import io.larder.crypto.Seal;
import io.larder.server.command.Contents;
import io.larder.server.protocol.Content;
import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import io.larder.server.site.Pictures;
import io.larder.server.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Pictures of people that meeting terminals fetch, because no command brings them. The address
/// cannot be guessed: it holds a token that only this box can make, another one for each terminal
/// and picture, and leads somewhere only while an open order names it. Source: PROTOCOL.md 6.8.
///
/// ```
/// url = base "/iclock/file/picture/" token (32 hex) "/" sha256 ".jpg"
/// ```
public final class PictureShelf implements Pictures, Shelf {
    private static final String FOLDER = "picture";
    private static final String BELOW = "/iclock/file/";
    private static final String EXTENSION = "." + MediaType.JPEG.extension();
    private static final int TOKEN_CHARS = 32;
    private static final int NAMES = 3;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Seal seal;
    private final Function<Terminal, Optional<String>> base;
    private final Contents contents;

    /// `base` is where a terminal reaches this box, such as `http://10.0.0.5:8088`.
    public PictureShelf(Seal seal, Function<Terminal, Optional<String>> base, Contents contents) {
        this.seal = seal;
        this.base = base;
        this.contents = contents;
    }

    @Override
    public Optional<String> url(Terminal terminal, String sha256) {
        return picture(sha256)
                .flatMap(_ -> base.apply(terminal))
                .map(reached ->
                        reached
                                + BELOW
                                + FOLDER
                                + "/"
                                + token(terminal, sha256)
                                + "/"
                                + sha256
                                + EXTENSION);
    }

    private String token(Terminal terminal, String sha256) {
        String mark = seal.fingerprint(FOLDER + " " + terminal.serial() + " " + sha256);
        return mark.substring(mark.length() - TOKEN_CHARS);
    }

    private Optional<Bytes> picture(String sha256) {
        return SHA256.matcher(sha256).matches()
                ? contents.content(sha256).filter(bytes -> MediaType.of(bytes) == MediaType.JPEG)
                : Optional.empty();
    }

    @Override
    public Optional<Content> open(ShelfPath path) {
        List<String> names = path.names();
        boolean mine =
                names.size() == NAMES
                        && names.getFirst().equals(FOLDER)
                        && names.getLast().endsWith(EXTENSION);
        return mine
                ? picture(
                                names.getLast()
                                        .substring(
                                                0, names.getLast().length() - EXTENSION.length()))
                        .map(InMemory::new)
                : Optional.empty();
    }

    private record InMemory(Bytes bytes) implements Content {
        @Override
        public long size() {
            return bytes.length();
        }

        @Override
        public MediaType type() {
            return MediaType.JPEG;
        }

        @Override
        public Bytes read(long at, int most) {
            int from = (int) Math.min(at, bytes.length());
            return bytes.slice(from, Math.min(bytes.length(), from + most));
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
