package io.larder.server.exchange.meeting;

import io.larder.server.record.Serial;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meeting terminals that are logged in just now, each with one session: of two connections of
/// one terminal the newer counts, because the older is most often one whose end nobody saw.
public final class ConnectedTerminals {
    private final Map<Serial, Session> sessions = new ConcurrentHashMap<>();

    /// Something waits for a terminal; nothing happens when it is not connected. Never waits.
    public void wake(Serial serial) {
        Session session = sessions.get(serial);
        if (session != null) {
            session.push();
        }
    }

    /// How many there are.
    public int count() {
        return sessions.size();
    }

    void enter(Serial serial, Session session) {
        Session before = sessions.put(serial, session);
        if (before != null && before != session) {
            before.replaced();
        }
    }

    void leave(Serial serial, Session session) {
        sessions.remove(serial, session);
    }
}
