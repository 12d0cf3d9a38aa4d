package io.larder.server.door;

import java.util.ArrayDeque;
import java.util.Deque;

/// Frames that wait to be written on one connection, so that nobody who has something to say waits
/// for a slow reader. Bounded: one who does not read at all is not written to for ever.
final class Outbox {
    private final int mostBytes;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean shut;

    Outbox(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /// Takes a frame; false when it is shut, or full of what was not read. One frame always fits.
    synchronized boolean put(byte[] frame) {
        if (shut || (bytes > 0 && bytes + frame.length > mostBytes)) {
            return false;
        }
        waiting.add(frame);
        bytes += frame.length;
        notifyAll();
        return true;
    }

    /// Takes nothing more; what waits is still written.
    synchronized void shut() {
        shut = true;
        notifyAll();
    }

    /// Forgets what waits, and takes nothing more.
    synchronized void abandon() {
        waiting.clear();
        shut();
    }

    synchronized boolean isShut() {
        return shut;
    }

    /// Writes until it is shut and empty, or the other side is gone.
    void drain(Vigil vigil, DoorLimits limits, Outlet.Sink sink) {
        byte[] frame = next();
        while (frame.length > 0) {
            vigil.within(limits.timeFor(frame.length));
            if (!sink.write(frame)) {
                abandon();
            }
            vigil.rest();
            written(frame);
            frame = next();
        }
    }

    /// The next frame; no bytes when there will be none.
    private synchronized byte[] next() {
        try {
            while (waiting.isEmpty() && !shut) {
                wait();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            abandon();
        }
        return waiting.isEmpty() ? new byte[0] : waiting.remove();
    }

    private synchronized void written(byte[] frame) {
        bytes -= frame.length;
    }
}
