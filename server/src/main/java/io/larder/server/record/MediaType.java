package io.larder.server.record;

import java.util.stream.Stream;

/// What bytes are, by the first of them: the types of pictures that terminals send.
public enum MediaType {
    JPEG("image/jpeg", "jpg", "\u00ff\u00d8"),
    PNG("image/png", "png", "\u0089PNG"),
    BMP("image/bmp", "bmp", "BM"),
    GIF("image/gif", "gif", "GIF8"),
    /// None of them; every other begins with more than nothing.
    OTHER("application/octet-stream", "bin", "");

    private static final int LONGEST_MAGIC = 4;

    private final String word;
    private final String extension;
    private final String magic;

    MediaType(String word, String extension, String magic) {
        this.word = word;
        this.extension = extension;
        this.magic = magic;
    }

    /// The type of `bytes`.
    public static MediaType of(Bytes bytes) {
        String head = bytes.slice(0, Math.min(LONGEST_MAGIC, bytes.length())).asLatin1();
        return Stream.of(values())
                .filter(type -> head.startsWith(type.magic))
                .findFirst()
                .orElse(OTHER);
    }

    /// Its registered name.
    public String word() {
        return word;
    }

    /// How files of it end, without the dot.
    public String extension() {
        return extension;
    }
}
