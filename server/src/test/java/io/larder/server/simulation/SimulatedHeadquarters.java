package io.larder.server.simulation;

import io.larder.crypto.Secret;
import io.larder.server.relay.larder.Receiver;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The real receiver and the real projector on a machine of their own.
final class SimulatedHeadquarters extends Machine {
    static final Secret TOKEN = Secret.of("token");

    private @Nullable Receiver receiver;

    SimulatedHeadquarters(
            Path folder, Variant variant, SimulatedTime time, Trace trace, Random random) {
        super("headquarters", folder, variant, time, trace, random);
    }

    @Override
    protected void begin() {
        receiver = new Receiver(store(), TOKEN, () -> clock().stamp());
    }

    @Override
    protected void end() {
        receiver = null;
    }

    /// Nobody stands behind it.
    @Override
    protected long taken() {
        return Long.MAX_VALUE;
    }

    Receiver receiver() {
        return Objects.requireNonNull(receiver);
    }

    /// All its records, in the order in which it took them.
    List<LedgerRow> records() {
        List<LedgerRow> rows = new ArrayList<>();
        try (LedgerReader ledger = store().ledger().reader()) {
            ledger.records(Position.START, Long.MAX_VALUE, rows::add);
        }
        return rows;
    }
}
