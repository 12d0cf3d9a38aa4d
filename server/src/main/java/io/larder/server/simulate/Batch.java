package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;

/// The rows of one upload while it grows, with unreadable ones mixed in by chance.
final class Batch {
    private final SplittableRandom random;
    private final double badRows;
    private final List<byte[]> lines = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private int odd;

    Batch(SplittableRandom random, double badRows) {
        this.random = random;
        this.badRows = badRows;
    }

    /// Adds a good row that becomes the obligation `id`, and gives its bytes.
    Bytes add(String id, Object... columns) {
        ids.add(id);
        Bytes row = line(columns);
        if (badRows > 0 && random.nextDouble() < badRows) {
            lines.add(random.nextInt(lines.size() + 1), unreadable(columns.length));
            odd++;
        }
        return row;
    }

    /// Adds a row that is no obligation of its own.
    Bytes line(Object... columns) {
        StringJoiner text = new StringJoiner("\t");
        for (Object column : columns) {
            text.add(column.toString());
        }
        byte[] line = text.toString().getBytes(StandardCharsets.UTF_8);
        lines.add(line);
        return Bytes.of(line);
    }

    /// The upload; `lastLineEnds` tells whether its last row ends with a line feed or just ends.
    Outgoing to(String target, boolean lastLineEnds) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < lines.size(); i++) {
            body.writeBytes(lines.get(i));
            if (lastLineEnds || i < lines.size() - 1) {
                body.write('\n');
            }
        }
        return new Outgoing(
                Call.post(target, Bytes.wrap(body.toByteArray())), List.copyOf(ids), odd);
    }

    /// Three kinds of rubbish seen from worn flash: text without columns, bytes that are no text,
    /// and the right number of columns with nothing right in them.
    private byte[] unreadable(int columns) {
        String noise = HexFormat.of().toHexDigits(random.nextInt());
        return switch (random.nextInt(3)) {
            case 0 -> ("?" + noise).getBytes(StandardCharsets.US_ASCII);
            case 1 ->
                    new byte[] {(byte) 0xFF, (byte) 0xFE, 'x', (byte) 0x80, (byte) noise.charAt(0)};
            default ->
                    ("?\t".repeat(columns - 1) + noise + "?").getBytes(StandardCharsets.US_ASCII);
        };
    }
}
