package io.larder.server.door;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Content;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What we write on one connection. Whoever does not take a piece of it in time is cut, so that a
/// slow reader costs no more than its connection and one chunk.
final class Outlet {
    /// Writes all bytes at once; false when the other side is gone.
    @FunctionalInterface
    interface Sink {
        boolean write(byte[] bytes);
    }

    private final DoorContext door;
    private final Vigil vigil;
    private final String peer;
    private final Sink sink;

    Outlet(DoorContext door, Vigil vigil, String peer, Sink sink) {
        this.door = door;
        this.vigil = vigil;
        this.peer = peer;
        this.sink = sink;
    }

    /// Asks for the body of a sender that asked first.
    void sayContinue() {
        sink.write(AnswerWriter.CONTINUE.toArray());
    }

    /// Writes an answer, `open` tells whether the connection goes on behind it. False when it did
    /// not get through: then nothing may follow.
    boolean send(Answer answer, boolean open) {
        Optional<Instant> told = door.clock().told().get();
        return switch (answer) {
            case Answer.File file -> {
                try (Content _ = file.content()) {
                    yield write(AnswerWriter.head(answer, told, !open)) && stream(file);
                }
            }
            case Answer.Stored _,
                    Answer.Idle _,
                    Answer.Text _,
                    Answer.Keys _,
                    Answer.Sealed _,
                    Answer.OutOfRange _,
                    Answer.Refused _ ->
                    write(AnswerWriter.write(answer, told, !open));
        };
    }

    /// As [#send], only the head, as for a `HEAD`.
    boolean sendHead(Answer answer, boolean open) {
        if (answer instanceof Answer.File file) {
            file.content().close();
        }
        return write(AnswerWriter.head(answer, door.clock().told().get(), !open));
    }

    private boolean stream(Answer.File file) {
        long end = file.from() + file.length();
        long at = file.from();
        while (at < end) {
            Bytes chunk = read(file.content(), at, end);
            if (chunk.isEmpty()) {
                door.log().cut(peer, "the file ends before byte " + end);
                return false;
            }
            if (!write(chunk)) {
                return false;
            }
            at += chunk.length();
        }
        return true;
    }

    /// A file that cannot be read any more has ended, too: its length went out already.
    private static Bytes read(Content content, long at, long end) {
        try {
            return content.read(at, (int) Math.min(DoorLimits.FILE_CHUNK_BYTES, end - at));
        } catch (IOException _) {
            return Bytes.EMPTY;
        }
    }

    private boolean write(Bytes bytes) {
        vigil.within(door.limits().timeFor(bytes.length()));
        return sink.write(bytes.toArray());
    }
}
