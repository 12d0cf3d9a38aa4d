package io.larder.server.site;

import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Takes what people and headquarters say of the site's data: what changes something is in the
/// journal before anybody hears that it was taken, and the ledger's items follow from it.
public final class Site {
    private final SiteBooks books;
    private final ReentrantLock lock = new ReentrantLock();

    public Site(SiteBooks books) {
        this.books = books;
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
            books.reportDamage(e);
            return new Stated.Declined(
                    Stated.Reason.BUSY, "the ledger cannot be asked: " + e.getMessage(), 0);
        } finally {
            lock.unlock();
        }
    }

    private boolean isCurrent() {
        return await(books.lastSeq());
    }

    private boolean await(long seq) {
        return books.await(seq, SiteLimits.LEDGER_MILLIS);
    }

    /// What fits one slice is written or not as one. More is looked at as a whole first, then taken
    /// slice by slice: ten thousand people at once would not fit the memory of a small machine.
    private Stated compared(List<Statement> statements, String by, Set<ItemKind> whole) {
        Optional<Stated> fault =
                statements.size() > SiteLimits.SLICE ? fault(statements, by) : Optional.empty();
        if (fault.isPresent()) {
            return fault.get();
        }
        Map<ItemKind, Set<String>> kept = new HashMap<>();
        whole.forEach(kind -> kept.put(kind, new HashSet<>()));
        statements.forEach(each -> kept.getOrDefault(each.kind(), new HashSet<>()).add(each.key()));
        Stated.Mine sum = new Stated.Mine(0, 0, 0);
        int from = 0;
        do {
            int to = Math.min(from + SiteLimits.SLICE, statements.size());
            boolean last = to == statements.size();
            switch (slice(statements.subList(from, to), by, last ? kept : Map.of())) {
                case Stated.Mine some -> sum = sum.and(some);
                case Stated.Declined declined -> {
                    return declined.behind(sum.changed());
                }
            }
            from = to;
        } while (from < statements.size());
        return sum;
    }

    private Optional<Stated> fault(List<Statement> statements, String by) {
        try (LedgerReader reader = books.reader()) {
            News heard =
                    new News(
                            reader.site(),
                            books.clock().now().toEpochMilli(),
                            books.seal(),
                            by.equals(SiteCopy.BY));
            for (Statement each : statements) {
                Optional<Flaw> flaw = wrongPassword(each).or(() -> heard.look(each));
                if (flaw.isPresent()) {
                    return Optional.of(wrong(each.kind(), each.key(), flaw.get()));
                }
            }
            return Optional.empty();
        }
    }

    private Stated slice(List<Statement> statements, String by, Map<ItemKind, Set<String>> kept) {
        List<Statement> news;
        long asked;
        for (Statement each : statements) {
            Optional<Flaw> flaw = wrongPassword(each);
            if (flaw.isPresent()) {
                return wrong(each.kind(), each.key(), flaw.get());
            }
        }
        try (LedgerReader reader = books.reader()) {
            News heard =
                    new News(
                            reader.site(),
                            books.clock().now().toEpochMilli(),
                            books.seal(),
                            by.equals(SiteCopy.BY));
            for (Statement each : heard.withHashes(statements)) {
                Optional<Flaw> flaw = heard.take(each);
                if (flaw.isPresent()) {
                    return wrong(each.kind(), each.key(), flaw.get());
                }
            }
            kept.forEach(heard::takeAwayTheRest);
            Optional<Rooms.Clash> clash = heard.clash();
            if (clash.isPresent()) {
                return wrong(ItemKind.ROOM, clash.get().room(), clash.get().flaw());
            }
            news = heard.statements();
            asked = heard.asked();
        }
        return news.isEmpty() ? new Stated.Mine(0, asked, 0) : write(news, by, asked);
    }

    private static Optional<Flaw> wrongPassword(Statement said) {
        String password = said.fields().get(Statement.PASSWORD);
        return password == null || Statement.isPassword(password)
                ? Optional.empty()
                : Optional.of(
                        new Flaw(
                                Statement.PASSWORD,
                                "password is not 1 to "
                                        + SiteLimits.PASSWORD_CHARS
                                        + " characters without control characters"));
    }

    private static Stated wrong(ItemKind kind, String key, Flaw flaw) {
        return new Stated.Declined(
                Stated.Reason.WRONG,
                kind.word() + " " + key + ": " + flaw.why(),
                0,
                Optional.of(new Stated.Slip(kind, key, flaw.field())));
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
            switch (books.append(EntryKind.SITE, "", payload)) {
                case Receipt receipt -> seq = receipt.seq();
                case Refused refused -> {
                    return new Stated.Declined(Stated.Reason.NO_ROOM, refused.why(), from);
                }
            }
            from = to;
        }
        books.changed().run();
        // What comes next may stand on this: a subsidy on its card.
        await(seq);
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
        return books.projection().await(stated.seq(), millis);
    }
}
