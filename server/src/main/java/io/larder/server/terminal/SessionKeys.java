package io.larder.server.terminal;

import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.keyexchange.KeyExchange;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The keys of all terminals, if key exchange is offered at all. They are in memory only: after a
/// restart of either side they are exchanged anew. Source: PROTOCOL.md 5.3.
public final class SessionKeys implements AutoCloseable {
    /// Terminals whose keys are remembered; a site has a hundred. Beyond, the one not heard for
    /// longest must exchange anew.
    static final int MOST = 4_096;

    /// So long may a terminal be silent until its keys are forgotten: longer than any line is down
    /// before somebody starts the terminal anew.
    static final long IDLE_MILLIS = TimeUnit.HOURS.toMillis(24);

    /// The longest mark by which a sealed body is recognised.
    private static final int MARK_BYTES = 16;

    private record Kept(TerminalKeys keys, long heardMillis) {}

    private final List<AlgorithmSet> known;
    private final @Nullable KeyExchange exchange;
    private final LongSupplier millis;
    private final Map<Serial, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Serial, Kept> eldest) {
                    return size() > MOST;
                }
            };

    private SessionKeys(
            List<AlgorithmSet> known, @Nullable KeyExchange exchange, LongSupplier millis) {
        this.known = List.copyOf(known);
        this.exchange = exchange;
        this.millis = millis;
    }

    /// Offers no key exchange.
    public static SessionKeys off() {
        return new SessionKeys(AlgorithmSet.all(), null, () -> 0);
    }

    /// Offers key exchange with `set`; `millis` is monotonic.
    public static SessionKeys with(AlgorithmSet set, LongSupplier millis) {
        return new SessionKeys(AlgorithmSet.all(), set.open(), millis);
    }

    /// Whether terminals may exchange keys.
    public boolean offered() {
        return exchange != null;
    }

    /// Keys for one lasting connection of a terminal; empty when key exchange is not offered.
    public Optional<TerminalKeys> connection(Serial serial) {
        return Optional.ofNullable(exchange).map(working -> new TerminalKeys(working, serial));
    }

    /// The keys of a terminal that has no lasting connection, made when it has none yet; empty when
    /// key exchange is not offered.
    public synchronized Optional<TerminalKeys> of(Serial serial) {
        Optional<TerminalKeys> found = find(serial).or(() -> connection(serial));
        found.ifPresent(keys -> kept.put(serial, new Kept(keys, millis.getAsLong())));
        return found;
    }

    /// The session of a terminal that has no lasting connection.
    public synchronized Optional<TerminalKeys.Session> session(Serial serial) {
        Optional<TerminalKeys> found = find(serial);
        found.ifPresent(keys -> kept.put(serial, new Kept(keys, millis.getAsLong())));
        return found.flatMap(TerminalKeys::session);
    }

    private Optional<TerminalKeys> find(Serial serial) {
        Kept found = kept.get(serial);
        if (found != null && millis.getAsLong() - found.heardMillis() > IDLE_MILLIS) {
            kept.remove(serial);
            return Optional.empty();
        }
        return Optional.ofNullable(found).map(Kept::keys);
    }

    /// The terminal begins anew, in the clear.
    public synchronized void discard(Serial serial) {
        kept.remove(serial);
    }

    /// Whether `body` is sealed, as far as the algorithm sets can tell.
    public boolean isSealed(Bytes body) {
        byte[] beginning = body.slice(0, Math.min(body.length(), MARK_BYTES)).toArray();
        return known.stream().anyMatch(set -> set.marks(beginning));
    }

    @Override
    public void close() {
        if (exchange != null) {
            exchange.close();
        }
    }
}
