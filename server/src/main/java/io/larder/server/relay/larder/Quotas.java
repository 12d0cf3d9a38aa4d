package io.larder.server.relay.larder;

import io.larder.server.json.BoxFacts;
import io.larder.storage.Draft;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// How much each box sent today (UTC), packed as it lies in the journal. Read from the ledger when
/// first asked for, counted in memory behind each receipt; the ledger counts the same from the
/// journal.
final class Quotas {
    static final long MEGABYTE = 1 << 20;
    private static final Duration DAY = Duration.ofDays(1);

    private record Used(String day, long bytes) {}

    private final Store store;
    private final Supplier<Draft.Stamp> clock;
    private final Map<String, Used> used = new ConcurrentHashMap<>();

    Quotas(Store store, Supplier<Draft.Stamp> clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Bytes of this day. The ledger must have everything from before the start.
    long today(String box) {
        String day = BoxFacts.day(clock.get().wallMillis());
        Used known = used.computeIfAbsent(box, this::load);
        return known.day().equals(day) ? known.bytes() : 0;
    }

    private Used load(String box) {
        try (LedgerReader ledger = store.ledger().reader()) {
            Map<String, String> facts = ledger.facts().of(BoxFacts.SUBJECT + box);
            return new Used(
                    facts.getOrDefault(BoxFacts.DAY, ""),
                    Long.parseLong(facts.getOrDefault(BoxFacts.DAY_BYTES, "0")));
        }
    }

    /// How long the box must wait, if it has sent what it may. Who is below may send one more, of
    /// whatever size: what is larger than the whole quota must not wait for ever.
    Optional<Duration> wait(String box, long megabytes) {
        if (megabytes == 0 || today(box) < megabytes * MEGABYTE) {
            return Optional.empty();
        }
        long inDay = Math.floorMod(clock.get().wallMillis(), DAY.toMillis());
        return Optional.of(Duration.ofSeconds((DAY.toMillis() - inDay) / 1000 + 1));
    }

    /// A batch is durable.
    void count(String box, long bytes) {
        String day = BoxFacts.day(clock.get().wallMillis());
        long before = today(box);
        used.put(box, new Used(day, before + bytes));
    }
}
