package io.larder.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.record.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A batch as it travels and as a receiver journals it.
///
/// ```
/// packed = gzip( header LF record LF record LF … )      UTF-8, one JSON object a line
/// ```
///
/// Unpacking holds one line at a time and gives up at a limit, so that a few kilobytes that blow up
/// to gigabytes cost nothing.
public final class BatchCodec {
    /// The longest record line, in bytes: an upload of 3 MiB in which JSON writes every byte as six
    /// characters, and room for its other fields.
    public static final int LINE_BYTES = 20 << 20;

    /// The most that a batch may unpack to: one longest record or many ordinary ones.
    public static final int UNPACKED_BYTES = 24 << 20;

    /// Fastest level: the line to headquarters is rarely slower than a small processor compresses.
    private static final int LEVEL = 1;

    private static final int BUFFER_BYTES = 64 * 1024;

    /// Takes the records of a batch one after another.
    public interface Records {
        /// Record `line` (from 1), one JSON object in UTF-8.
        void take(int line, Bytes record) throws UnreadableBatch;
    }

    private BatchCodec() {}

    /// Packs a header and its records, which must be as many as it says.
    public static byte[] pack(Batch batch, List<String> records) {
        if (records.size() != batch.records()) {
            throw new IllegalArgumentException(
                    records.size() + " records under a header that says " + batch.records());
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER_BYTES);
        try (OutputStream out = new Gzip(packed)) {
            line(out, batch.write());
            for (String each : records) {
                line(out, each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot refuse to be written", e);
        }
        return packed.toByteArray();
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.write('\n');
    }

    /// Reads a packed batch and hands over each record as it is met. Throws `UnreadableBatch` at
    /// the first line that breaks the format; what was handed over before is void then.
    public static Batch unpack(byte[] packed, Records records) throws UnreadableBatch {
        int line = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), BUFFER_BYTES)) {
            BatchLines lines = new BatchLines(in, LINE_BYTES, UNPACKED_BYTES);
            Batch batch = header(lines.next());
            Optional<Bytes> record = lines.next();
            while (record.isPresent()) {
                line++;
                records.take(line, record.get());
                record = lines.next();
            }
            if (line != batch.records()) {
                throw new UnreadableBatch(
                        0, line + " records under a header that says " + batch.records());
            }
            return batch;
        } catch (BatchLines.TooLong e) {
            throw new UnreadableBatch(line == 0 ? 0 : line + 1, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnreadableBatch(0, "not whole gzip: " + e.getMessage(), e);
        }
    }

    private static Batch header(Optional<Bytes> line) throws UnreadableBatch {
        if (line.isEmpty()) {
            throw new UnreadableBatch(0, "empty");
        }
        try {
            return Batch.read(line.get().text(UTF_8));
        } catch (IllegalArgumentException e) {
            throw new UnreadableBatch(0, String.valueOf(e.getMessage()), e);
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(LEVEL);
        }
    }
}
