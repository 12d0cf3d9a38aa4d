package io.larder.server.exchange.meeting;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers what must not be said twice, for as long as it could be said again. When there is no
/// room, nothing new is taken: to forget early would open the door to whoever fills it. For the
/// life of the process only; what is answered here gives no rights.
final class Nonces {
    /// What became of one.
    enum Taken {
        NEW,
        REPEATED,
        NO_ROOM
    }

    private final int most;
    private final long millis;
    private final Map<String, Long> known = new LinkedHashMap<>();

    /// At most `most`, each for `millis`.
    Nonces(int most, long millis) {
        this.most = most;
        this.millis = millis;
    }

    /// Takes one at the moment `now`, monotonic.
    synchronized Taken take(String nonce, long now) {
        Iterator<Long> oldest = known.values().iterator();
        boolean old = true;
        while (old && oldest.hasNext()) {
            old = now - oldest.next() > millis;
            if (old) {
                oldest.remove();
            }
        }
        if (known.containsKey(nonce)) {
            return Taken.REPEATED;
        }
        if (known.size() >= most) {
            return Taken.NO_ROOM;
        }
        known.put(nonce, now);
        return Taken.NEW;
    }
}
