package io.larder.server.simulation;

import io.larder.server.cli.MeetingTerminal;
import io.larder.server.cli.StillDoor;
import io.larder.server.command.Issued;
import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Serial;
import io.larder.server.relay.Box;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.StillRelay;
import io.larder.server.relay.Upstream;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.disk.Inline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A box with its real exchange, projector and relay.
final class SimulatedBox extends Machine {
    private final Supplier<Upstream> upstream;
    private final RelayLimits limits;
    private final Arrivals arrivals;
    private @Nullable StillDoor door;
    private @Nullable StillRelay relay;

    /// Hears of each entry that came from a terminal, and of those that may have been kept, in
    /// which boot of the box.
    interface Arrivals {
        void came(long seq, int boot);
    }

    SimulatedBox(
            Path folder,
            Variant variant,
            Supplier<Upstream> upstream,
            SimulatedTime time,
            Trace trace,
            Random random,
            Arrivals arrivals) {
        super("box", folder, variant, time, trace, random);
        this.arrivals = arrivals;
        this.upstream = () -> variant.upstream().apply(upstream.get());
        this.limits =
                new RelayLimits(
                        1 + random.nextInt(12),
                        1 << 20,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(random.nextInt(3) * 1000L),
                        4 << 20,
                        Duration.ofMillis(500),
                        3,
                        true);
    }

    @Override
    protected void begin() throws IOException {
        Epochs epochs = new Epochs(store().journal().epoch());
        RecordJson json =
                new RecordJson(
                        store().journal().box(),
                        epochs,
                        ZoneOffset.UTC,
                        new JournalRaw(store().journal()::entry));
        Box box = new Box(store(), epochs, projector().projector(), json, () -> clock().stamp());
        relay = new StillRelay(box, upstream.get(), random, limits, new Inline());
        door =
                new StillDoor(
                        store(), this::append, projector().projector(), terminals(), clock(), SEAL);
    }

    /// Who is greeted waits for the ledger to know what he said: it does so at once here.
    private Appended append(Draft draft) {
        long next = store().journal().lastSeq() + 1;
        Appended appended = store().journal().append(draft);
        // A medium that fails may have kept what nobody was told of.
        arrivals.came(appended instanceof Receipt receipt ? receipt.seq() : next, boot());
        if (draft.kind() == EntryKind.ADMISSION || draft.kind() == EntryKind.HELLO) {
            projector().catchUp();
        }
        return appended;
    }

    @Override
    protected void end() throws IOException {
        door = null;
        if (relay != null) {
            relay.close();
            relay = null;
        }
    }

    @Override
    protected long taken() {
        return relay == null ? 0 : relay.taken();
    }

    Answer handle(Wire.Request request) {
        return Objects.requireNonNull(door).handle(request);
    }

    /// A meeting terminal that nobody knows connects.
    MeetingTerminal connect(String serial) {
        return new MeetingTerminal(Objects.requireNonNull(door).reception(), serial);
    }

    /// One connects again.
    MeetingTerminal connect(MeetingTerminal before) {
        return before.again(Objects.requireNonNull(door).reception());
    }

    Issued order(Serial till, List<String> words) {
        return Objects.requireNonNull(door).order(till, words);
    }

    long openCommands(String till) {
        try (LedgerReader ledger = store().ledger().reader()) {
            return ledger.commands().countOpen(till);
        }
    }

    void watchClock() {
        Objects.requireNonNull(door).watchClock();
    }

    StillRelay relay() {
        return Objects.requireNonNull(relay);
    }
}
