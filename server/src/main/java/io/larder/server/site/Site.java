package io.larder.server.site;

import io.larder.crypto.Seal;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Takes what people and headquarters say of the site's data: what changes something is in the
/// journal before anybody hears that it was taken, and the ledger's items follow from it.
public final class Site {
    private final Supplier<LedgerReader> ledger;
    private final Intake intake;
    private final LongSupplier lastSeq;
    private final Projection projection;
    private final BoxClock clock;
    private final Seal seal;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();

    /// `ledger` opens a reader, `lastSeq` is where the journal ends, `changed` is told after
    /// something changed.
    public Site(
            Supplier<LedgerReader> ledger,
            Intake intake,
            LongSupplier lastSeq,
            Projection projection,
            BoxClock clock,
            Seal seal,
            Runnable changed) {
        this.ledger = ledger;
        this.intake = intake;
        this.lastSeq = lastSeq;
        this.projection = projection;
        this.clock = clock;
        this.seal = seal;
        this.changed = changed;
    }

    /// Takes statements, whose clear passwords stand under [Statement#PASSWORD]. All are looked at
    /// before the first is written; what changes nothing is left out.
    public Stated state(List<Statement> statements, String by) {
        return state(statements, by, Set.of());
    }

    /// As above; what is not named of the `whole` kinds is there no more.
    public Stated state(List<Statement> statements, String by, Set<ItemKind> whole) {
        if (statements.size() > SiteLimits.STATEMENTS) {
            return wrong(
                    statements.size() + " statements, expected at most " + SiteLimits.STATEMENTS);
        }
        lock.lock();
        try {
            return isCurrent()
                    ? compared(statements, by, whole)
                    : new Stated.Declined(
                            Stated.Reason.BUSY, "the ledger is behind, try again later", 0);
        } catch (LedgerException e) {
            projection.reportDamage(e);
            return new Stated.Declined(
                    Stated.Reason.BUSY, "the ledger cannot be asked: " + e.getMessage(), 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean isCurrent() {
        try {
            return projection.await(lastSeq.getAsLong(), SiteLimits.LEDGER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Stated compared(List<Statement> statements, String by, Set<ItemKind> whole) {
        List<Statement> news;
        long asked;
        for (Statement each : statements) {
            String password = each.fields().get(Statement.PASSWORD);
            if (password != null && !Statement.isPassword(password)) {
                return wrong(
                        named(each)
                                + "password is not 1 to "
                                + SiteLimits.PASSWORD_CHARS
                                + " characters without control characters");
            }
        }
        try (LedgerReader reader = ledger.get()) {
            News heard = new News(reader.site(), clock.now().toEpochMilli(), seal);
            for (Statement each : heard.withHashes(statements)) {
                Optional<String> fault = heard.take(each);
                if (fault.isPresent()) {
                    return wrong(named(each) + fault.get());
                }
            }
            whole.forEach(heard::takeAwayTheRest);
            news = heard.statements();
            asked = heard.asked();
        }
        return news.isEmpty() ? new Stated.Mine(0, asked, 0) : write(news, by, asked);
    }

    private static String named(Statement statement) {
        return statement.kind().word() + " " + statement.key() + ": ";
    }

    private static Stated wrong(String why) {
        return new Stated.Declined(Stated.Reason.WRONG, why, 0);
    }

    private Stated write(List<Statement> news, String by, long asked) {
        long seq = 0;
        int from = 0;
        while (from < news.size()) {
            int to = end(news, from);
            byte[] payload = new SiteEntry(by, news.subList(from, to)).write();
            switch (intake.append(new Draft(EntryKind.SITE, "", payload, false, clock.stamp()))) {
                case Receipt receipt -> seq = receipt.seq();
                case Refused refused -> {
                    return new Stated.Declined(Stated.Reason.NO_ROOM, refused.why(), from);
                }
            }
            from = to;
        }
        changed.run();
        return new Stated.Mine(news.size(), asked - news.size(), seq);
    }

    private static int end(List<Statement> news, int from) {
        int bytes = 0;
        int to = from;
        while (to < news.size() && to - from < SiteLimits.STATEMENTS_PER_ENTRY) {
            bytes += SiteEntry.size(news.get(to));
            if (to > from && bytes > SiteLimits.ENTRY_BYTES) {
                return to;
            }
            to++;
        }
        return to;
    }

    /// Waits until the items are what was stated, at most `millis`; says whether they are.
    public boolean awaitApplied(Stated.Mine stated, long millis) throws InterruptedException {
        return projection.await(stated.seq(), millis);
    }
}
