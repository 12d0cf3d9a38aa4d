package io.larder.server.site;

import io.larder.crypto.PasswordHash;
import io.larder.crypto.Seal;
import io.larder.server.command.Languages;
import io.larder.server.record.Family;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What statements change of the items as they are, found out one after another. For one thread.
final class News {
    private static final String SYSTEM_ID = "systemId";
    private static final int PAGE = 1_000;

    private final SiteView view;
    private final long now;
    private final Seal seal;
    private final MeetingCheck meetings;
    private final boolean anyOrder;
    private final Map<String, Optional<Item>> items = new HashMap<>();
    private final List<Statement> news = new ArrayList<>();
    private Map<String, String> accounts = new HashMap<>();
    private long asked;

    /// `now` is wall clock, `seal` closes passwords. In `anyOrder` meetings are said piece by
    /// piece, and before what they stand on: headquarters has looked at them as a whole.
    News(SiteView view, long now, Seal seal, boolean anyOrder) {
        this.view = view;
        this.now = now;
        this.seal = seal;
        this.meetings = new MeetingCheck(this::item);
        this.anyOrder = anyOrder;
    }

    /// What changes something, in order.
    List<Statement> statements() {
        return news;
    }

    /// How many statements were looked at.
    long asked() {
        return asked;
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
        if (known == null || !PasswordHash.matches(seal, known.hash(), clear)) {
            fields.put(Statement.PASSWORD_HASH, PasswordHash.of(seal, clear));
            fields.put(Statement.PASSWORD_SEALED, seal.close(clear));
        }
        return said.with(fields);
    }

    /// Says what is wrong with a statement, if anything, and remembers no more of it than its
    /// account.
    Optional<Flaw> look(Statement said) {
        Optional<Item> before = view.item(said.kind().word(), said.key()).map(Items::read);
        return said.deleted() ? Optional.empty() : fault(withoutPassword(said), before);
    }

    private static Statement withoutPassword(Statement said) {
        Map<String, String> fields = new LinkedHashMap<>(said.fields());
        fields.remove(Statement.PASSWORD);
        return said.with(fields);
    }

    /// Adds what changes something to the news; says what is wrong with it, if anything.
    Optional<Flaw> take(Statement said) {
        asked++;
        Optional<Item> before = item(said.kind(), said.key());
        if (said.deleted() && before.filter(item -> !item.isDeleted()).isEmpty()) {
            return Optional.empty();
        }
        Statement whole = withAccount(said, before);
        Statement dated =
                whole.at() == Statement.NOW
                        ? whole.at(Math.max(now, before.map(Item::latest).orElse(0L) + 1))
                        : whole;
        Optional<Flaw> fault = fault(dated, before);
        if (fault.isPresent()) {
            return fault;
        }
        Item after = Items.merge(before, dated);
        if (!isSame(before, after)) {
            items.put(said.kind().word() + " " + said.key(), Optional.of(after));
            news.add(dated);
            return after.isTold() ? wrong(after) : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<Flaw> wrong(Item after) {
        return after.kind().family() == Family.MEETING
                ? Optional.of(after).filter(_ -> !anyOrder).flatMap(meetings::fault)
                : Languages.of(after.kind().family())
                        .flatMap(tongue -> tongue.fault(ItemOrders.update(after, seal)))
                        .map(Flaw::of);
    }

    /// A subsidy goes to the account of its card, unless it says otherwise.
    private Statement withAccount(Statement said, Optional<Item> before) {
        if (said.kind() != ItemKind.SUBSIDY
                || said.deleted()
                || said.fields().containsKey(SYSTEM_ID)
                || before.flatMap(item -> item.field(SYSTEM_ID)).isPresent()) {
            return said;
        }
        String card = said.key().split("/", 2)[0];
        Optional<String> account = item(ItemKind.CARD, card).flatMap(item -> item.field(SYSTEM_ID));
        if (account.isEmpty()) {
            return said;
        }
        Map<String, String> fields = new LinkedHashMap<>(said.fields());
        fields.put(SYSTEM_ID, account.get());
        return said.with(fields);
    }

    private Optional<Flaw> fault(Statement said, Optional<Item> before) {
        Optional<String> wrongKey = wrongKey(said);
        if (wrongKey.isPresent()) {
            return wrongKey.map(Flaw::of);
        }
        if (!said.kind().isStated() && !said.deleted()) {
            return Optional.of(Flaw.of("only terminals can say what it is; it can be deleted"));
        }
        for (Map.Entry<String, String> each : said.fields().entrySet()) {
            boolean closed =
                    said.kind().field(Statement.PASSWORD).isPresent()
                            && (each.getKey().equals(Statement.PASSWORD_HASH)
                                    || each.getKey().equals(Statement.PASSWORD_SEALED));
            Optional<ItemField> field = said.kind().field(each.getKey());
            if (!closed && field.isEmpty()) {
                return Optional.of(Flaw.of("no field " + each.getKey()));
            }
            if (!closed
                    && !field.flatMap(one -> one.form().read(each.getValue()))
                            .equals(Optional.of(each.getValue()))) {
                return Optional.of(
                        new Flaw(
                                each.getKey(),
                                each.getKey()
                                        + " is "
                                        + each.getValue()
                                        + ", expected "
                                        + field.orElseThrow().form().expected()));
            }
        }
        return said.kind() == ItemKind.CARD && !said.deleted()
                ? account(said, before).map(why -> new Flaw(SYSTEM_ID, why))
                : Optional.empty();
    }

    private static Optional<String> wrongKey(Statement said) {
        List<ItemField> keys = said.kind().keys();
        String[] parts = said.key().split("/", -1);
        boolean right = parts.length == keys.size();
        for (int i = 0; right && i < parts.length; i++) {
            right = keys.get(i).form().read(parts[i]).equals(Optional.of(parts[i]));
        }
        return right
                ? Optional.empty()
                : Optional.of(
                        "the key is not "
                                + keys.stream()
                                        .map(ItemField::name)
                                        .collect(Collectors.joining("/")));
    }

    /// Terminals know a card by its account: it must not change under them, and no two cards may
    /// have the same one, or each would overwrite the other.
    private Optional<String> account(Statement said, Optional<Item> before) {
        String wanted = said.fields().get(SYSTEM_ID);
        boolean known = before.filter(item -> !item.isDeleted()).isPresent();
        String then = before.map(Item::systemId).orElse(said.key());
        if (known && (wanted == null || wanted.equals(then))) {
            return Optional.empty();
        }
        if (before.isPresent()
                && wanted != null
                && !wanted.equals(then)
                && (known || view.isHeld(ItemKind.CARD.word(), said.key()))) {
            return Optional.of(
                    "systemId is "
                            + wanted
                            + ", terminals know the card as "
                            + then
                            + ": delete it first");
        }
        if (accounts.isEmpty()) {
            accounts = accounts();
        }
        String other = accounts.putIfAbsent(wanted == null ? then : wanted, said.key());
        return other == null || other.equals(said.key())
                ? Optional.empty()
                : Optional.of("systemId is that of card " + other + " already");
    }

    private Map<String, String> accounts() {
        Map<String, String> found = new HashMap<>();
        each(ItemKind.CARD, item -> found.put(item.systemId(), item.key()));
        return found;
    }

    private void each(ItemKind kind, Consumer<Item> to) {
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

    /// What is not `kept` of a kind is there no more. Whom only terminals know was never on a list.
    void takeAwayTheRest(ItemKind kind, Set<String> kept) {
        each(
                kind,
                item -> {
                    if (!kept.contains(item.key()) && !item.isLearned()) {
                        asked++;
                        news.add(
                                Statement.gone(kind, item.key())
                                        .at(Math.max(now, item.latest() + 1)));
                    }
                });
    }

    /// A terminal that the rooms put into two of them, now that all is said. Those that were so
    /// before, of which nothing was said, do not count.
    Optional<Rooms.Clash> clash() {
        Map<String, Statement> said = new HashMap<>();
        news.stream()
                .filter(each -> each.kind() == ItemKind.ROOM)
                .forEach(each -> said.put(each.key(), each));
        if (said.isEmpty() || anyOrder) {
            return Optional.empty();
        }
        Map<String, Item> rooms = new TreeMap<>();
        each(ItemKind.ROOM, item -> rooms.put(item.key(), item));
        said.forEach((key, statement) -> {
            rooms.remove(key);
            item(ItemKind.ROOM, key)
                    .filter(item -> !item.isDeleted() && !statement.deleted())
                    .ifPresent(item -> rooms.put(key, item));
        });
        return Rooms.clash(List.copyOf(rooms.values()), said.keySet());
    }

    /// Whether nothing but moments differs.
    private static boolean isSame(Optional<Item> before, Item after) {
        return before.filter(item -> Items.said(item).equals(Items.said(after))).isPresent();
    }
}
