package io.larder.server.door;

import io.larder.server.exchange.meeting.MeetingSession;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.record.Bytes;
import java.time.Duration;

/// One connection that goes on in WebSocket: whole messages in, frames out, until one side has had
/// enough. Between messages there is no deadline of the door: the session knows how long a terminal
/// may be silent. Source: PROTOCOL.md 6.2.
final class Talk implements Speaker {
    private final DoorContext door;
    private final Vigil vigil;
    private final Vigil writing;
    private final String peer;
    private final Inlet inlet;
    private final FrameReader frames;
    private final Outbox outbox = new Outbox(DoorLimits.OUTBOX_BYTES);
    private final MeetingSession session;
    private volatile boolean ending;

    Talk(DoorContext door, Talks talks, Vigil vigil, String peer, Inlet inlet) {
        this.door = door;
        this.vigil = vigil;
        this.writing = vigil.another();
        this.peer = peer;
        this.inlet = inlet;
        this.frames = new FrameReader(inlet, this::mostBytes);
        this.session = talks.reception().open(peer, this);
    }

    /// Talks until the connection shall be closed.
    void run(Outlet.Sink sink) {
        Thread writer = Thread.ofVirtual().start(() -> outbox.drain(writing, door.limits(), sink));
        try (writing;
                Watch.Round _ = door.watch().also(this::tick)) {
            boolean open = true;
            while (open) {
                open = hear();
            }
            outbox.shut();
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            outbox.abandon();
            session.closed();
        }
    }

    /// Takes one message, or one control frame between messages; false when it is over.
    private boolean hear() {
        waits();
        if (ending) {
            vigil.within(door.limits().times().linger());
        }
        if (inlet.peek() == Inlet.END) {
            return false;
        }
        try (BodyBudget.Share share = door.budget().share(this)) {
            return message(new BodyBuffer(door.limits().sizes().unbudgeted(), share));
        }
    }

    /// A terminal may be silent for as long as its session lets it; who has not logged in may, too,
    /// and gives way to others meanwhile.
    private void waits() {
        if (session.isLoggedIn()) {
            vigil.rest();
        } else {
            vigil.within(door.limits().times().idle());
        }
    }

    private int mostBytes() {
        int body = door.limits().sizes().body();
        return session.isLoggedIn() ? body : Math.min(body, DoorLimits.STRANGER_BYTES);
    }

    private boolean message(BodyBuffer buffer) {
        vigil.begins();
        Pace pace = new Pace(vigil, door.limits());
        if (!ending) {
            pace.begin();
        }
        boolean begun = false;
        boolean text = false;
        do {
            switch (frames.next(buffer.size())) {
                case Frame.Part part -> {
                    if (part.begins() == begun) {
                        return broken(BROKEN, "the parts of a message do not follow each other");
                    }
                    text = begun ? text : part.text();
                    begun = true;
                    if (!fill(buffer, part, pace)) {
                        return false;
                    }
                    if (part.ends()) {
                        return deliver(buffer.toBytes(), text);
                    }
                }
                case Frame.Ping(Bytes said) -> put(FrameWriter.pong(said.toArray()));
                case Frame.Pong() -> {
                    // It is there: the session counts what it says.
                }
                case Frame.Close() -> {
                    end(NORMAL, "");
                    return false;
                }
                case Frame.Broken(int code, String why) -> {
                    return broken(code, why);
                }
                case Frame.Ended() -> {
                    return cut();
                }
            }
        } while (begun);
        return true;
    }

    /// Reads the bytes of one part; false when the connection cannot go on.
    private boolean fill(BodyBuffer buffer, Frame.Part part, Pace pace) {
        int from = buffer.size();
        int end = from + part.length();
        while (buffer.size() < end) {
            if (buffer.isFull()) {
                pace.rest();
                boolean room = buffer.grow(end);
                pace.begin();
                if (!room) {
                    return broken(TRY_AGAIN, "too many messages at once");
                }
            }
            int count = buffer.fill(inlet, end);
            if (count == Inlet.END) {
                return cut();
            }
            pace.progress(count);
        }
        buffer.unmask(from, part.mask());
        return true;
    }

    /// Hands over a whole message; false when the connection cannot go on.
    private boolean deliver(Bytes said, boolean text) {
        if (ending || !vigil.rest()) {
            return true;
        }
        if (text && !Utf8.isText(said)) {
            return broken(NO_TEXT, "a text is not in UTF-8");
        }
        door.tally().requests().increment();
        try {
            session.heard(said);
            if (session.isLoggedIn()) {
                vigil.served();
            }
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
        return true;
    }

    private void tick() {
        try {
            session.tick();
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        door.log().failed(peer, "message", failure);
        door.tally().refused().increment();
        end(INTERNAL, "internal error");
    }

    /// Closes a connection on which the next frame cannot be found, or must not be read.
    private boolean broken(int code, String why) {
        door.log().closed(peer, code, why);
        door.tally().refused().increment();
        end(code, why);
        linger();
        return false;
    }

    /// Discards what the sender still writes, so that it gets to reading why it is closed.
    private void linger() {
        vigil.within(door.limits().times().linger());
        byte[] discarded = new byte[DoorLimits.CHUNK_LINE_BYTES];
        while (inlet.read(discarded, 0, discarded.length) != Inlet.END) {
            // Nobody wants it.
        }
    }

    private boolean cut() {
        if (vigil.isCut() && !ending) {
            door.tally().cut().increment();
            door.log().cut(peer, vigil.whyCut("message came too slowly"));
        }
        return false;
    }

    @Override
    public boolean say(String text) {
        return put(FrameWriter.text(text));
    }

    @Override
    public boolean sayClosed(Bytes sealed) {
        return put(FrameWriter.binary(sealed.toArray()));
    }

    private boolean put(byte[] frame) {
        boolean taken = outbox.put(frame);
        if (!taken && !outbox.isShut()) {
            outbox.abandon();
            door.tally().cut().increment();
            door.log().cut(peer, "what it is told was not taken in time");
            // A reason would not get through either.
            writing.within(Duration.ZERO);
        }
        return taken;
    }

    @Override
    public void end(int closeCode, String why) {
        if (put(FrameWriter.close(closeCode, why))) {
            outbox.shut();
            ending = true;
            vigil.within(door.limits().times().linger());
        }
    }
}
