package io.larder.server.site;

import io.larder.crypto.PasswordHash;
import io.larder.crypto.Seal;
import io.larder.server.command.Languages;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.record.Family;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Projection;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Takes what people and headquarters say of the site's data: what changes something is in the
/// journal before anybody hears that it was taken, and the ledger's items follow from it.
public final class Site {
    private static final int PAGE = 1_000;

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
        try (LedgerReader reader = ledger.get()) {
            Comparison comparison = new Comparison(reader.site());
            for (Statement each : comparison.withHashes(statements)) {
                Optional<String> fault = comparison.take(each);
                if (fault.isPresent()) {
                    return wrong(each.kind().word() + " " + each.key() + ": " + fault.get());
                }
            }
            whole.forEach(comparison::takeAwayTheRest);
            news = comparison.news;
            asked = comparison.asked;
        }
        return news.isEmpty() ? new Stated.Mine(0, asked, 0) : write(news, by, asked);
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

    /// Statements against the items as they are, one after another.
    private final class Comparison {
        private final SiteView view;
        private final long now = clock.now().toEpochMilli();
        private final Optional<CommandLanguage> language = Languages.of(Family.CANTEEN);
        private final Map<String, Optional<Item>> items = new HashMap<>();
        private final Map<ItemKind, Set<String>> named = new HashMap<>();
        private final List<Statement> news = new ArrayList<>();
        private Map<String, String> accounts = new HashMap<>();
        private long asked;

        Comparison(SiteView view) {
            this.view = view;
        }

        private Optional<Item> item(ItemKind kind, String key) {
            return items.computeIfAbsent(
                    kind.word() + " " + key, _ -> view.item(kind.word(), key).map(Items::read));
        }

        /// With clear passwords turned into what may be kept; one that the card has already is left
        /// out, so that it is not sealed anew. Hashing is slow on purpose: all processors do it.
        List<Statement> withHashes(List<Statement> statements) {
            statements.forEach(each -> item(each.kind(), each.key()));
            return statements.parallelStream().map(this::withHash).toList();
        }

        private Statement withHash(Statement said) {
            String clear = said.fields().get(Statement.PASSWORD);
            if (clear == null) {
                return said;
            }
            Map<String, String> fields = new LinkedHashMap<>(said.fields());
            fields.remove(Statement.PASSWORD);
            Item.Password known =
                    items.getOrDefault(said.kind().word() + " " + said.key(), Optional.empty())
                            .filter(item -> !item.isDeleted())
                            .map(Item::password)
                            .orElse(null);
            if (known == null || !PasswordHash.matches(known.hash(), clear)) {
                fields.put(Statement.PASSWORD_HASH, PasswordHash.of(clear));
                fields.put(Statement.PASSWORD_SEALED, seal.close(clear));
            }
            return said.with(fields);
        }

        /// Adds what changes something to the news; says what is wrong with it, if anything.
        Optional<String> take(Statement said) {
            asked++;
            named.computeIfAbsent(said.kind(), _ -> new HashSet<>()).add(said.key());
            Optional<Item> before = item(said.kind(), said.key());
            Statement dated =
                    said.at() == Statement.NOW
                            ? said.at(Math.max(now, before.map(Item::latest).orElse(0L) + 1))
                            : said;
            Optional<String> fault = fault(dated, before);
            if (fault.isPresent()) {
                return fault;
            }
            Item after = Items.merge(before, dated);
            if (!isSame(before, after)) {
                items.put(said.kind().word() + " " + said.key(), Optional.of(after));
                news.add(dated);
                Optional<String> unspeakable =
                        after.isTold()
                                ? language.flatMap(
                                        tongue -> tongue.fault(ItemOrders.update(after, seal)))
                                : Optional.empty();
                return unspeakable;
            }
            return Optional.empty();
        }

        private Optional<String> fault(Statement said, Optional<Item> before) {
            if (said.key().isEmpty() || said.key().length() > SiteLimits.VALUE_CHARS) {
                return Optional.of("the key is empty or too long");
            }
            for (Map.Entry<String, String> each : said.fields().entrySet()) {
                boolean closed =
                        said.kind() == ItemKind.CARD
                                && (each.getKey().equals(Statement.PASSWORD_HASH)
                                        || each.getKey().equals(Statement.PASSWORD_SEALED));
                Optional<ItemField> field = said.kind().field(each.getKey());
                if (!closed && field.isEmpty()) {
                    return Optional.of("no field " + each.getKey());
                }
                if (!closed
                        && !field.flatMap(one -> one.form().read(each.getValue()))
                                .equals(Optional.of(each.getValue()))) {
                    return Optional.of(
                            each.getKey()
                                    + " is "
                                    + each.getValue()
                                    + ", expected "
                                    + field.orElseThrow().form().expected());
                }
            }
            return said.kind() == ItemKind.CARD && !said.deleted()
                    ? account(said, before)
                    : Optional.empty();
        }

        /// Terminals know a card by its account: it must not change under them, and no two cards
        /// may have the same one, or each would overwrite the other.
        private Optional<String> account(Statement said, Optional<Item> before) {
            String now = said.fields().get("systemId");
            boolean known = before.filter(item -> !item.isDeleted()).isPresent();
            String then = before.map(Item::systemId).orElse(said.key());
            if (known && (now == null || now.equals(then))) {
                return Optional.empty();
            }
            if (before.isPresent()
                    && now != null
                    && !now.equals(then)
                    && (known || view.isHeld(ItemKind.CARD.word(), said.key()))) {
                return Optional.of(
                        "systemId is "
                                + now
                                + ", terminals know the card as "
                                + then
                                + ": delete it first");
            }
            if (accounts.isEmpty()) {
                accounts = accounts();
            }
            String other = accounts.putIfAbsent(now == null ? then : now, said.key());
            return other == null || other.equals(said.key())
                    ? Optional.empty()
                    : Optional.of("systemId is that of card " + other + " already");
        }

        private Map<String, String> accounts() {
            Map<String, String> found = new HashMap<>();
            each(ItemKind.CARD, item -> found.put(item.systemId(), item.key()));
            return found;
        }

        private void each(ItemKind kind, java.util.function.Consumer<Item> to) {
            String after = "";
            List<ItemRow> page;
            do {
                page = view.items(kind.word(), after, PAGE);
                for (ItemRow row : page) {
                    Item item = Items.read(row);
                    if (!item.isDeleted()) {
                        to.accept(item);
                    }
                    after = row.key();
                }
            } while (!page.isEmpty());
        }

        void takeAwayTheRest(ItemKind kind) {
            Set<String> kept = named.getOrDefault(kind, Set.of());
            each(
                    kind,
                    item -> {
                        if (!kept.contains(item.key())) {
                            asked++;
                            news.add(
                                    Statement.gone(kind, item.key())
                                            .at(Math.max(now, item.latest() + 1)));
                        }
                    });
        }

        /// Whether nothing but moments differs.
        private static boolean isSame(Optional<Item> before, Item after) {
            return before.filter(item -> Items.said(item).equals(Items.said(after))).isPresent();
        }
    }
}
