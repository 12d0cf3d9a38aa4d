package io.larder.server.relay;

import io.larder.storage.Cursor;
import io.larder.storage.Position;
import java.io.IOException;

/// Moves the cursor on the medium behind the upstream's answers, lazily, never ahead of them.
final class CursorKeeper {
    private final Cursor cursor;
    private final RelayLimits limits;
    private Position wanted;
    private long bytes;
    private long movedMillis;

    CursorKeeper(Cursor cursor, RelayLimits limits) {
        this.cursor = cursor;
        this.limits = limits;
        this.wanted = cursor.position();
    }

    /// The place as it is on the medium.
    Position durable() {
        return cursor.position();
    }

    /// The upstream said that it stands at `position`, after `sent` bytes.
    void follow(Position position, long sent, long nowMillis) throws IOException {
        wanted = position;
        bytes += sent;
        if (bytes >= limits.cursorBytes()) {
            flush(nowMillis);
        } else {
            flushIfDue(nowMillis);
        }
    }

    void flushIfDue(long nowMillis) throws IOException {
        if (nowMillis - movedMillis >= limits.cursorEvery().toMillis()) {
            flush(nowMillis);
        }
    }

    void flush(long nowMillis) throws IOException {
        if (!wanted.equals(cursor.position())) {
            cursor.move(wanted);
            movedMillis = nowMillis;
        }
        bytes = 0;
    }
}
