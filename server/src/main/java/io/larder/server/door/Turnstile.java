package io.larder.server.door;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who may come in: counts open connections, all together and by address.
final class Turnstile {
    private final DoorLimits.Crowd crowd;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    Turnstile(DoorLimits.Crowd crowd) {
        this.crowd = crowd;
    }

    /// Lets a connection in, or says why not; who is in must [#leave].
    synchronized Optional<String> enter(String address) {
        int same = byAddress.getOrDefault(address, 0);
        if (open >= crowd.open()) {
            return Optional.of("all " + crowd.open() + " connections are taken");
        }
        if (same >= crowd.perAddress()) {
            return Optional.of(
                    "all " + crowd.perAddress() + " connections of the address are taken");
        }
        byAddress.put(address, same + 1);
        open++;
        return Optional.empty();
    }

    synchronized void leave(String address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
        open--;
    }

    synchronized int open() {
        return open;
    }
}
