package io.larder.server.relay.push;

import io.larder.server.relay.Box;
import io.larder.server.relay.OrderSource;
import io.larder.server.relay.Upstream;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Presents the terminals to an existing server of their own protocol and hands on what they
/// uploaded, byte for byte and in order. A parcel only says how far to go: uploads come from the
/// journal, not from the records.
///
/// Such a server keeps no cursor. The box's own says from where on uploads may go out again after a
/// restart; the server drops what it has by its own natural keys.
public final class PushUpstream implements Upstream {
    /// Terminals with which a greeting tries whether the server is there.
    private static final int TRIED = 3;

    private final Box box;
    private final PushSettings settings;
    private final PushLimits limits;
    private final CommandReference references;
    private final Lanes lanes;
    private final Asides asides;
    private final PushOrders orders;

    /// What was read on from the journal after the last stretch, while nobody uses it.
    private final AtomicReference<@Nullable Goods> resting = new AtomicReference<>();

    private PushUpstream(
            String name, Box box, PushSettings settings, PushLimits limits, Places places) {
        this.box = box;
        this.settings = settings;
        this.limits = limits;
        this.references = new CommandReference(name);
        this.lanes = new Lanes(name, box, settings, limits);
        this.asides =
                new Asides(name, box, lanes, limits, places, (serial, from) -> goods(from, serial));
        this.orders = new PushOrders(name, box, settings, references, lanes, asides);
    }

    /// `places` is the file in which places of terminals that are set aside are kept; its folder
    /// must be there.
    public static PushUpstream open(
            String name, Box box, PushSettings settings, PushLimits limits, Path places)
            throws IOException {
        PushUpstream upstream =
                new PushUpstream(
                        name,
                        box,
                        settings,
                        limits,
                        Places.open(places, new AsideCursor(box.store(), name)));
        upstream.asides.start();
        return upstream;
    }

    /// The way down from the same server.
    public OrderSource orders() {
        return orders;
    }

    /// Why which terminals are set aside, by serial number.
    public Map<String, String> aside() {
        return asides.why();
    }

    /// Waits until those who are set aside are as `wanted`; says whether it came to that.
    public boolean awaitAside(Predicate<Map<String, String>> wanted, Duration atMost)
            throws InterruptedException {
        return asides.await(wanted, atMost);
    }

    @Override
    public Greeting hello(Hello hello) {
        List<Lane> some =
                lanes.all().stream()
                        .filter(lane -> !asides.isAside(lane.serial()))
                        .limit(TRIED)
                        .toList();
        Down down = null;
        for (Lane lane : some) {
            switch (lane.ready()) {
                case Verdict.Taken _, Verdict.Unwelcome _, Verdict.Refused _ -> {
                    return welcome(hello);
                }
                case Verdict.Trouble(var why) -> down = down(lane, why);
            }
        }
        return down == null ? welcome(hello) : down;
    }

    private Welcome welcome(Hello hello) {
        Position first = new Position(hello.firstSeq(), 0);
        Position cursor = hello.rewind().orElse(hello.cursor());
        if (hello.rewind().isPresent()) {
            asides.rewind(cursor);
            lanes.rewind(cursor);
        }
        Position place = cursor.compareTo(first) < 0 ? first : cursor;
        asides.front(place);
        asides.done(place);
        return new Welcome(place, Optional.empty());
    }

    private Down down(Lane lane, String why) {
        return lanes.isClosed()
                ? Down.because("closed")
                : new Down(why, Optional.of(lane.errorDelay()));
    }

    @Override
    public void hold(boolean held) {
        asides.hold(held);
        if (held) {
            closeResting();
        }
    }

    @Override
    public boolean takesRecords() {
        return false;
    }

    @Override
    public Cargo load(Parcel parcel) {
        return () -> goTo(parcel);
    }

    private Delivery goTo(Parcel parcel) {
        Position until = parcel.header().next();
        asides.front(until);
        try {
            Optional<Down> down = deliver(parcel.header().from(), until);
            if (down.isPresent()) {
                return down.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lanes.isClosed()) {
            // Terminals that were not met before have no lane any more, and were passed over.
            return Down.because("closed");
        }
        asides.done(until);
        return new Taken(until);
    }

    /// Everything of a stretch. Who was through with the one before it reads on where he is: to
    /// find a place in the journal costs more than what stands there.
    private Optional<Down> deliver(Position from, Position until) throws IOException {
        Goods goods = Optional.ofNullable(resting.getAndSet(null)).orElseGet(() -> goods(from, ""));
        if (!goods.place().equals(from)) {
            goods.close();
            goods = goods(from, "");
        }
        boolean through = false;
        try {
            for (Optional<List<Load>> some = goods.next(until);
                    some.isPresent();
                    some = goods.next(until)) {
                Optional<Down> down = deliver(some.get());
                if (down.isPresent()) {
                    return down;
                }
            }
            through = true;
            return Optional.empty();
        } finally {
            resting.set(goods);
            if (!through || lanes.isClosed()) {
                closeResting();
            }
        }
    }

    /// Of one terminal, or of all that are not set aside.
    private Goods goods(Position from, String serial) {
        return new Goods(
                box,
                settings,
                references,
                lanes,
                each -> serial.isEmpty() ? !asides.isAside(each) : serial.equals(each),
                from);
    }

    private Optional<Down> deliver(List<Load> loads) {
        Map<String, List<Load>> byTerminal = new LinkedHashMap<>();
        for (Load load : loads) {
            byTerminal.computeIfAbsent(load.serial(), _ -> new ArrayList<>()).add(load);
        }
        if (byTerminal.isEmpty()) {
            return Optional.empty();
        }
        if (lanes.isClosed()) {
            return Optional.of(Down.because("closed"));
        }
        long before = asides.passes();
        BooleanSupplier late = late(byTerminal.size());
        List<Stop> stops =
                lanes.each(byTerminal.values(), each -> send(each, late)).stream()
                        .flatMap(Optional::stream)
                        .toList();
        return stops.isEmpty() ? Optional.empty() : decide(stops, asides.passes() > before);
    }

    private Optional<Stop> send(List<Load> loads, BooleanSupplier late) {
        return lanes.find(loads.getFirst().serial())
                .flatMap(lane -> Stop.sending(lane, loads, late, asides::passed));
    }

    /// A terminal that others wait for has only so long.
    private BooleanSupplier late(int terminals) {
        if (terminals == 1) {
            return () -> false;
        }
        long end = lanes.millis() + limits.fairness().toMillis();
        return () -> lanes.millis() - end > 0;
    }

    /// Who is in trouble alone is set aside; when nobody gets on, the server is down. A single
    /// upload at which it breaks is set aside too, once the server has greeted its terminal.
    private Optional<Down> decide(List<Stop> stops, boolean othersGetOn) {
        if (lanes.isClosed()) {
            return Optional.of(Down.because("closed"));
        }
        List<Stop> alone = new ArrayList<>();
        Down down = null;
        for (Stop stop : stops) {
            boolean line = stop.verdict() instanceof Verdict.Trouble;
            if (line && !othersGetOn && !stop.lane().breaksAgain(stop)) {
                down = down(stop.lane(), stop.why());
            } else {
                alone.add(stop);
            }
        }
        asides.set(alone);
        return Optional.ofNullable(down);
    }

    /// What a terminal that is set aside still has to say must not be recycled.
    @Override
    public Position needs(Position cursor) {
        return asides.least().filter(place -> place.compareTo(cursor) < 0).orElse(cursor);
    }

    @Override
    public long carried() {
        return lanes.carried();
    }

    @Override
    public void close() {
        lanes.close();
        asides.close();
        closeResting();
    }

    private void closeResting() {
        Goods goods = resting.getAndSet(null);
        if (goods != null) {
            try {
                goods.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
