package io.larder.server.door;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Who may come in: counts open connections, all together and by address. When all places are
/// taken, the connection that has been waited for in vain for longest gives way, so that nobody
/// keeps the others out by saying nothing, or by saying it slowly.
final class Turnstile {
    private final DoorLimits.Crowd crowd;
    private final LongSupplier now;
    private final Map<Vigil, String> inside = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();

    /// `now` is that of the [Watch].
    Turnstile(DoorLimits.Crowd crowd, LongSupplier now) {
        this.crowd = crowd;
        this.now = now;
    }

    /// Lets the connection of `vigil` in, or says why not; who is in must [#leave].
    synchronized Optional<String> enter(Vigil vigil, String address) {
        if (byAddress.getOrDefault(address, 0) >= crowd.perAddress() && !makeRoom(address)) {
            return Optional.of(
                    "all " + crowd.perAddress() + " connections of the address are taken");
        }
        if (inside.size() >= crowd.open() && !makeRoom(null)) {
            return Optional.of("all " + crowd.open() + " connections are taken");
        }
        inside.put(vigil, address);
        byAddress.merge(address, 1, Integer::sum);
        return Optional.empty();
    }

    /// Who gave way has left already.
    synchronized void leave(Vigil vigil) {
        String address = inside.remove(vigil);
        if (address != null) {
            byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized int open() {
        return inside.size();
    }

    /// Lets one connection from `address` give way, or from anywhere; false when none has to. One
    /// that was never served goes before one that was: a terminal that is known to make sense.
    private boolean makeRoom(@Nullable String address) {
        long before = now.getAsLong() - crowd.grace().toNanos();
        Vigil first = null;
        for (Map.Entry<Vigil, String> each : inside.entrySet()) {
            Vigil vigil = each.getKey();
            if ((address == null || address.equals(each.getValue()))
                    && vigil.mayGiveWay(before)
                    && (first == null || vigil.givesWayBefore(first))) {
                first = vigil;
            }
        }
        if (first == null || !first.giveWay()) {
            return false;
        }
        leave(first);
        return true;
    }
}
