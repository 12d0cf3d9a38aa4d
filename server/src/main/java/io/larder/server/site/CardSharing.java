package io.larder.server.site;

import io.larder.server.record.Family;
import io.larder.server.terminal.Terminals;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.SiteView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whoever is enrolled with a card is known at the canteen: where canteen terminals share people,
/// each person's card becomes a card of the site. Cards that somebody stated are left alone, also
/// when that was after this rule made them.
///
/// ```
/// card = number without zeros in front, with pin, name, roles=shared
/// ```
public final class CardSharing {
    /// Who states the cards.
    public static final String BY = "sharing";

    private static final System.Logger LOG = System.getLogger(CardSharing.class.getName());
    private static final String NO_CARD = "0";
    private static final String PIN = "pin";
    private static final String NAME = "name";
    private static final Set<String> EVERYBODYS = Set.of("", ItemRow.SHARED);

    /// Items in one round: a moment's work, ten thousand are through within a minute.
    private static final int PAGE = 200;

    private final SiteBooks books;
    private final Site site;
    private final Hearing hearing;
    private final Terminals terminals;

    /// How far this is in the items, in order of change; anew from each start, because what is
    /// stated already costs nothing.
    private SitePlace place = SitePlace.START;

    /// Where the journal ended at the round before: an older ledger says what is no longer so.
    private long settled;

    public CardSharing(SiteBooks books, Site site, Hearing hearing, Terminals terminals) {
        this.books = books;
        this.site = site;
        this.hearing = hearing;
        this.terminals = terminals;
    }

    /// Looks at people who changed. Never throws because of the ledger.
    public synchronized void round() {
        if (!canteenShares() || !books.projection().hasReached(settled)) {
            return;
        }
        settled = books.lastSeq();
        List<ItemRow> page;
        List<Statement> wanted;
        try (LedgerReader reader = books.reader()) {
            SiteView view = reader.site();
            page = view.changed(place.seq(), place.kind(), place.key(), PAGE);
            Set<String> cards = new LinkedHashSet<>();
            page.stream()
                    .filter(row -> row.kind().equals(ItemKind.PERSON.word()))
                    .forEach(row -> cards.addAll(touched(view, row)));
            wanted = cards.stream().flatMap(card -> wanted(view, card).stream()).toList();
        } catch (LedgerException e) {
            books.reportDamage(e);
            return;
        }
        if (!page.isEmpty() && (wanted.isEmpty() || state(wanted))) {
            ItemRow last = page.getLast();
            place = new SitePlace(last.seq(), last.kind(), last.key());
        }
    }

    private boolean canteenShares() {
        return terminals.all().stream()
                .filter(terminal -> terminal.family() == Family.CANTEEN)
                .anyMatch(terminal -> hearing.sharing().contains(Hearing.role(terminal.facts())));
    }

    /// The cards that a person has, or had by this rule.
    private static Set<String> touched(SiteView view, ItemRow person) {
        Set<String> cards = new LinkedHashSet<>();
        view.owned(ItemKind.CARD.word(), person.key()).forEach(row -> cards.add(row.key()));
        if (!person.owner().isEmpty() && !person.owner().equals(NO_CARD)) {
            cards.add(person.owner());
        }
        return cards;
    }

    /// What is to be stated of a card, if anything.
    private static Optional<Statement> wanted(SiteView view, String number) {
        Optional<ItemRow> row = view.item(ItemKind.CARD.word(), number);
        Optional<Item> card = row.map(Items::read).filter(item -> !item.isDeleted());
        if (card.filter(item -> !isMadeHere(item)).isPresent()) {
            return Optional.empty();
        }
        List<ItemRow> holders =
                view.owned(ItemKind.PERSON.word(), number).stream()
                        .filter(person -> !person.digest().isEmpty())
                        .filter(person -> EVERYBODYS.contains(person.roles()))
                        .toList();
        Optional<String> pin = card.flatMap(item -> item.field(PIN));
        Optional<ItemRow> same =
                holders.stream().filter(person -> pin.equals(Optional.of(person.key()))).findAny();
        if (same.isPresent() || holders.size() == 1) {
            return given(view, row, card, same.orElse(holders.getFirst()), number);
        }
        return card.map(item -> Statement.gone(ItemKind.CARD, item.key()));
    }

    private static Optional<Statement> given(
            SiteView view,
            Optional<ItemRow> row,
            Optional<Item> card,
            ItemRow person,
            String number) {
        Item holder = Items.read(person);
        boolean takenAwaySince =
                card.isEmpty() && row.filter(one -> one.seq() > person.seq()).isPresent();
        if (takenAwaySince || isOtherwiseSpelled(view, holder, number)) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(PIN, holder.key());
        holder.field(NAME)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> fields.put(NAME, name));
        boolean known =
                card.filter(item ->
                                fields.entrySet().stream()
                                        .allMatch(each ->
                                                item.field(each.getKey())
                                                        .equals(Optional.of(each.getValue()))))
                        .isPresent();
        fields.put(ItemKind.ROLES, ItemRow.SHARED);
        return known ? Optional.empty() : Optional.of(Statement.now(ItemKind.CARD, number, fields));
    }

    /// Somebody stated the same card with the zeros in front.
    private static boolean isOtherwiseSpelled(SiteView view, Item holder, String number) {
        return holder.field("card")
                .filter(spelled -> !spelled.equals(number))
                .flatMap(spelled -> view.item(ItemKind.CARD.word(), spelled))
                .filter(row -> !row.digest().isEmpty())
                .isPresent();
    }

    /// Only this rule makes cards for those that share, and nobody stated anything of it since.
    private static boolean isMadeHere(Item card) {
        Stamped roles = card.fields().get(ItemKind.ROLES);
        return roles != null && roles.value().equals(ItemRow.SHARED) && roles.at() == card.at();
    }

    /// False when it is to be tried again. What is wrong, such as an account that another card has,
    /// is told and holds up nobody else.
    private boolean state(List<Statement> wanted) {
        return switch (site.state(wanted, BY)) {
            case Stated.Mine _ -> true;
            case Stated.Declined(var reason, String why, long _, var _) ->
                    switch (reason) {
                        case BUSY, NO_ROOM -> false;
                        case WRONG -> wanted.size() == 1 ? leftOut(why) : oneByOne(wanted);
                    };
        };
    }

    private boolean oneByOne(List<Statement> wanted) {
        return wanted.stream().allMatch(each -> state(List.of(each)));
    }

    private static boolean leftOut(String why) {
        LOG.log(System.Logger.Level.WARNING, "a person''s card is not shared: {0}", why);
        return true;
    }
}
