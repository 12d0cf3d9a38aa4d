package io.larder.server.watch;

import io.larder.server.projector.Projector;
import io.larder.server.relay.RelayState;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.RingState;
import io.larder.storage.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How a box stands, in words: whether it takes uploads, and what is not as usual. The one source
/// for health, for what the service manager shows, and for what is logged of it.
public final class Standing {
    private static final double FULL_FROM = 0.8;

    /// Under load the ledger is some entries behind by intention.
    private static final long BEHIND_FROM = 10_000;

    private final Store store;
    private final Projector projector;
    private final Supplier<List<RelayState>> relays;
    private final BoxClock clock;
    private final Liveness liveness;

    public Standing(
            Store store,
            Projector projector,
            Supplier<List<RelayState>> relays,
            BoxClock clock,
            Liveness liveness) {
        this.store = store;
        this.projector = projector;
        this.relays = relays;
        this.clock = clock;
        this.liveness = liveness;
    }

    /// The parts that do not live, and why.
    public List<String> ailing() {
        return liveness.ailing();
    }

    /// Why an upload would not be accepted, if so.
    public Optional<String> refuses() {
        return ailing().stream()
                .findFirst()
                .or(() -> store.journal().failure())
                .or(() -> full() ? Optional.of("the ring is full") : Optional.empty());
    }

    private boolean full() {
        return store.journal().used() >= 1;
    }

    /// All of it in one line.
    public String line() {
        String accepts =
                refuses().map(why -> "does not take uploads: " + why).orElse("takes uploads");
        List<String> all = new ArrayList<>(List.of(accepts));
        all.addAll(remarks());
        return String.join("; ", all);
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        incidents().forEach((about, words) -> remarks.add(words));
        double used = store.journal().used();
        if (used >= FULL_FROM && used < 1) {
            remarks.add("the journal is " + Math.round(used * 100) + " % full");
        }
        store.journal().unsigned().ifPresent(remarks::add);
        projector.trouble().ifPresent(remarks::add);
        long behind = store.journal().lastSeq() - projector.applied();
        if (behind >= BEHIND_FROM) {
            remarks.add("the ledger is " + behind + " entries behind");
        }
        relays.get().forEach(state -> line(state).ifPresent(remarks::add));
        if (!clock.trusted()) {
            remarks.add("the clock is not trusted: " + clock.verdict().why());
        }
        return remarks;
    }

    private static Optional<String> line(RelayState state) {
        if (state.held().isPresent()) {
            return Optional.of("upstream " + state.name() + " is held: " + state.held().get());
        }
        Instant since = Instant.ofEpochMilli(state.sinceMillis()).truncatedTo(ChronoUnit.SECONDS);
        return state.connected()
                ? Optional.empty()
                : state.lastError()
                        .map(why ->
                                "line to %s down since %s: %s".formatted(state.name(), since, why));
    }

    /// What nobody else logs, by what it is about: once when it begins and once when it is over.
    public Map<String, String> incidents() {
        Map<String, String> incidents = new LinkedHashMap<>();
        if (full()) {
            incidents.put(
                    "room in the journal",
                    "the journal is full: uploads are refused until the upstreams have taken more");
        }
        RingState ring = store.journal().ring();
        ring.trouble()
                .ifPresent(why ->
                        incidents.put(
                                "room on the medium",
                                "the medium gives the journal no more room, it goes on with %d of %d segments: %s"
                                        .formatted(
                                                ring.held() + ring.recyclable() + ring.ready(),
                                                ring.wanted(),
                                                why)));
        return incidents;
    }
}
