package io.larder.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// A record in a batch that headquarters keeps closed: it may carry a picture, a template or a
/// password. The others of the batch stay as they came, so that no key has to be there for them.
///
/// ```
/// {"sealed":base64( closed( deflate( the record's line ) ) )}
/// ```
public final class SealedLine {
    private static final String BEGIN = "{\"sealed\":\"";
    private static final String END = "\"}";

    /// The name of the member with the bytes that a record is about.
    private static final String CONTENT = "contentBase64";

    private static final byte FIRST = 'c';

    /// Kinds whose lines hold nothing that could be used to pass for somebody.
    private static final Set<Kind> HARMLESS =
            Collections.unmodifiableSet(
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Kind.TEMPLATE, Kind.PHOTO, Kind.COMMAND_RESULT, Kind.UNKNOWN)));

    private SealedLine() {}

    /// Whether the line of a record of kind `word` is to be closed.
    public static boolean isSecret(String word, Bytes line) {
        return Kind.of(word).filter(HARMLESS::contains).isEmpty() || holdsContent(line);
    }

    private static boolean holdsContent(Bytes line) {
        int at = line.indexOf(FIRST, 0);
        while (at >= 0 && !line.slice(at, line.length()).startsWith(CONTENT)) {
            at = line.indexOf(FIRST, at + 1);
        }
        return at >= 0;
    }

    /// What is closed of a line: smaller, because what is closed cannot be packed any more.
    public static byte[] packed(Bytes line) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            out.write(line.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse to be written", e);
        }
        return packed.toByteArray();
    }

    /// The line again; throws `UncheckedIOException` when it was never packed.
    public static String unpacked(byte[] packed) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readNBytes(BatchCodec.LINE_BYTES), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("what was closed was no line", e);
        }
    }

    /// What the records of `box` belong to when they are closed.
    public static byte[] about(String box) {
        return ("batch of " + box).getBytes(UTF_8);
    }

    /// The line that stands in the batch.
    public static String write(byte[] closed) {
        return BEGIN + Base64.getEncoder().encodeToString(closed) + END;
    }

    /// The closed bytes in such a line; empty when it is a record like any other.
    public static Optional<byte[]> read(String line) {
        return line.startsWith(BEGIN) && line.endsWith(END)
                ? RecordContent.decode(line.substring(BEGIN.length(), line.length() - END.length()))
                : Optional.empty();
    }
}
