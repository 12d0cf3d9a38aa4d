package io.larder.server.site;

import io.larder.storage.ItemRow;
import io.larder.storage.SiteView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks up people whom a terminal does not know by itself.
public final class PersonBook {
    private static final String ANYWHERE = "";

    private final SiteView site;
    private final String role;

    /// For a terminal of a role: who is kept to other roles is nobody there.
    public PersonBook(SiteView site, String role) {
        this.site = site;
        this.role = role;
    }

    /// The person of a number.
    public Optional<Item> byPin(String pin) {
        return site.item(ItemKind.PERSON.word(), pin).filter(this::isHere).map(Items::read);
    }

    /// The person of a card; nobody when several have the same one.
    public Optional<Item> byCard(String card) {
        List<ItemRow> found =
                site.owned(ItemKind.PERSON.word(), Item.plainCard(card)).stream()
                        .filter(row -> !row.digest().isEmpty())
                        .toList();
        return found.size() == 1 && isHere(found.getFirst())
                ? Optional.of(Items.read(found.getFirst()))
                : Optional.empty();
    }

    private boolean isHere(ItemRow row) {
        boolean everywhere = row.roles().equals(ANYWHERE) || row.roles().equals(ItemRow.SHARED);
        return !row.digest().isEmpty()
                && (everywhere || Stream.of(row.roles().split(",", -1)).anyMatch(role::equals));
    }

    /// The fingerprints of a person that a terminal can take.
    public List<Item> fingers(String pin, Taker taker) {
        return site.ledBy(ItemRow.PERSON_KIND, pin).stream()
                .filter(row -> row.kind().equals(ItemKind.TEMPLATE.word()))
                .filter(row -> !row.digest().isEmpty())
                .map(Items::read)
                .filter(item ->
                        item.field("type").filter(TemplateOrders.FINGER::equals).isPresent())
                .filter(item -> Needs.isMet(Needs.of(item), taker))
                .toList();
    }

    /// The picture of a person, by its SHA-256 in hex.
    public Optional<String> picture(String pin) {
        return site.item(ItemKind.PHOTO.word(), pin + "/" + TemplateOrders.PICTURE)
                .filter(row -> !row.digest().isEmpty())
                .map(Items::read)
                .flatMap(item -> item.field(ItemKind.CONTENT));
    }

    /// Whether the canteen knows a card of a person as lost, however either of them spells it.
    public boolean isLost(Item person, String card) {
        String plain = Item.plainCard(card);
        Stream<ItemRow> spelled =
                Stream.of(card.strip(), plain, person.field("card").orElse(plain))
                        .distinct()
                        .flatMap(key -> site.item(ItemKind.CARD.word(), key).stream());
        Stream<ItemRow> owned =
                site.owned(ItemKind.CARD.word(), person.key()).stream()
                        .filter(row -> Item.plainCard(row.key()).equals(plain));
        return Stream.concat(spelled, owned)
                .map(Items::read)
                .anyMatch(item -> item.cardState() == CardState.LOST);
    }
}
