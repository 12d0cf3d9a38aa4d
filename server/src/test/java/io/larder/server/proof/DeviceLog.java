package io.larder.server.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What reached a [BadCard], in order. The format is drawn in `tools/faults/badcard.c`.
final class DeviceLog implements Closeable {
    private static final int HEAD_BYTES = 16;

    /// The first has no number of its own in the file.
    enum Kind {
        NONE,
        WRITE,
        FLUSH,
        MARK
    }

    /// Something that reached the card; its bytes stand at `place` of the log.
    record Step(Kind kind, long offset, int length, long place) {}

    private final FileChannel file;
    private final List<Step> steps = new ArrayList<>();

    DeviceLog(Path log) throws IOException {
        file = FileChannel.open(log, StandardOpenOption.READ);
        long at = 0;
        while (at + HEAD_BYTES <= file.size()) {
            ByteBuffer head = read(at, HEAD_BYTES);
            Kind kind = Kind.values()[head.getInt()];
            int bytes = head.getInt();
            long offset = head.getLong();
            at += HEAD_BYTES;
            steps.add(new Step(kind, offset, bytes, at));
            at += bytes;
        }
    }

    List<Step> steps() {
        return steps;
    }

    /// What was written in `step`.
    byte[] bytes(Step step) throws IOException {
        return read(step.place(), step.length()).array();
    }

    /// All marks before step `point`.
    String marks(int point) throws IOException {
        StringBuilder marks = new StringBuilder();
        for (Step step : steps.subList(0, point)) {
            if (step.kind() == Kind.MARK) {
                marks.append(new String(bytes(step), UTF_8));
            }
        }
        return marks.toString();
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                throw new IOException("the log ends at " + file.size());
            }
        }
        return into.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
