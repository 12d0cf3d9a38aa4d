package io.larder.server.watch;

import io.larder.server.projector.Introduction;
import io.larder.server.projector.Projector;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import io.larder.storage.Store;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Has uploads read again that came before their terminal was let in: while the ledger is being
/// built nobody can say who was, so everything is kept, and a new terminal's first uploads with it.
public final class LateAdmission {
    private static final int MOST = 500;
    private static final long WAIT_MILLIS = 1_000;

    private final Store store;
    private final Projector projector;
    private final Terminals terminals;
    private final BoxClock clock;
    private Set<Serial> seen = Set.of();

    public LateAdmission(Store store, Projector projector, Terminals terminals, BoxClock clock) {
        this.store = store;
        this.projector = projector;
        this.terminals = terminals;
        this.clock = clock;
    }

    /// Looks once; only when a terminal is new there can be something to do.
    public void round() {
        if (!projector.isCaughtUp()) {
            return;
        }
        Set<Serial> now =
                terminals.all().stream()
                        .map(Terminal::serial)
                        .collect(Collectors.toUnmodifiableSet());
        if (!now.equals(seen) && hasWhatCameBefore() && readAgain(now)) {
            seen = now;
        }
    }

    /// Whether what came before they were let in is in quarantine by now.
    private boolean hasWhatCameBefore() {
        return projector.awaitReached(store.journal().lastSeq(), WAIT_MILLIS);
    }

    /// Once: what is not understood now waits for a person. False when it could not be done.
    private boolean readAgain(Set<Serial> admitted) {
        try (LedgerReader ledger = store.ledger().reader()) {
            Position from = Position.START;
            List<QuarantineRow> page = ledger.quarantine().page(from, false, MOST);
            while (!page.isEmpty()) {
                List<Position> places =
                        page.stream()
                                .filter(line -> line.reason().equals(Introduction.MISSING))
                                .filter(line -> isOf(line, admitted))
                                .map(QuarantineRow::position)
                                .toList();
                Retry.run(store.journal(), projector, ledger, clock, places);
                Position last = page.getLast().position();
                from = new Position(last.seq(), last.row() + 1);
                page = ledger.quarantine().page(from, false, MOST);
            }
            return true;
        } catch (IOException e) {
            return false; // the next round may do better
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isOf(QuarantineRow line, Set<Serial> admitted) {
        return Serial.read(line.subject()).filter(admitted::contains).isPresent();
    }
}
