package io.larder.server.terminal;

import io.larder.crypto.Secret;
import io.larder.server.record.Serial;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether a serial number that nobody knows is let in, and whether a known one has the
/// right binding key. The key authenticates nothing against an eavesdropper: terminals send it in
/// the clear (PROTOCOL.md 4.8).
public final class Admission {
    /// A shorter serial is a typing mistake or a scan (GEN-035).
    public static final int MIN_SERIAL = 6;

    /// Strangers that are remembered; more than a person looks at.
    private static final int MOST_TURNED_AWAY = 64;

    /// A terminal asks again every minute or so.
    private static final Duration LATELY = Duration.ofMinutes(30);

    /// What happens to terminals that nobody knows.
    public enum Policy {
        /// Let in.
        OPEN,
        /// Let in while a pairing window is open.
        PAIRING,
        /// Turned away.
        CLOSED
    }

    private final Policy policy;
    private final Map<String, Secret> bindingKeys;
    private final BoxClock clock;
    private final Map<Serial, Long> turnedAway = new LinkedHashMap<>();
    private long openUntil = Long.MIN_VALUE;

    /// `bindingKeys` by serial number; a terminal without one needs none.
    public Admission(Policy policy, Map<String, Secret> bindingKeys, BoxClock clock) {
        this.policy = policy;
        this.bindingKeys = Map.copyOf(bindingKeys);
        this.clock = clock;
    }

    public Policy policy() {
        return policy;
    }

    /// Opens the pairing window for `seconds` from now. It does not survive a restart.
    public synchronized void openWindow(int seconds) {
        openUntil = clock.monotonicMillis() + seconds * 1000L;
    }

    /// Seconds the pairing window stays open; 0 when it is shut.
    public synchronized long windowSeconds() {
        long now = clock.monotonicMillis();
        return openUntil <= now ? 0 : (openUntil - now + 999) / 1000;
    }

    /// Why an unknown terminal may not come in now; empty when it may.
    public Optional<String> refusal(Serial serial) {
        if (serial.text().length() < MIN_SERIAL) {
            return Optional.of("its serial number has fewer than " + MIN_SERIAL + " characters");
        }
        boolean open =
                switch (policy) {
                    case OPEN -> true;
                    case PAIRING -> windowSeconds() > 0;
                    case CLOSED -> false;
                };
        if (open) {
            return Optional.empty();
        }
        turnedAway(serial);
        return Optional.of("no pairing window is open");
    }

    private synchronized void turnedAway(Serial serial) {
        turnedAway.remove(serial);
        turnedAway.put(serial, clock.monotonicMillis());
        if (turnedAway.size() > MOST_TURNED_AWAY) {
            turnedAway.remove(turnedAway.keySet().iterator().next());
        }
    }

    /// Who wanted in lately and was not let in, since the start: a person may know them.
    public synchronized List<Serial> turnedAway() {
        long now = clock.monotonicMillis();
        return turnedAway.entrySet().stream()
                .filter(each -> now - each.getValue() < LATELY.toMillis())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Whether `key` (null when none was sent) is the one this terminal must have.
    public boolean bound(Serial serial, @Nullable String key) {
        return Optional.ofNullable(bindingKeys.get(serial.text()))
                .map(secret -> key != null && secret.matches(key))
                .orElse(true);
    }
}
