package io.larder.server.projector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.json.Json;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Verdict;
import io.larder.server.site.CardEvent;
import io.larder.server.site.CardService;
import io.larder.server.site.CardState;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.PeopleCopy;
import io.larder.server.site.SiteEntry;
import io.larder.server.site.Statement;
import io.larder.storage.Entry;
import io.larder.storage.HoldingRow;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.SiteTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Writes what entries say of the site's data: statements, what terminals asked for cards, and what
/// other boxes relay of that.
final class SiteProjection {
    private static final int DIGEST_BYTES = 16;
    private static final String SOURCE = "CARD";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private SiteProjection() {}

    /// Returns how many statements there were.
    static int site(SiteTable site, Entry entry) {
        SiteEntry said = SiteEntry.read(entry.payload());
        for (Statement each : said.statements()) {
            Optional<Item> before = item(site, each.kind(), each.key());
            Item after = Items.merge(before, each);
            put(site, before, after, entry.seq());
            if (after.isDeleted()) {
                endWhatIsLed(site, each, entry.seq());
            }
            if (after.isDeleted() && each.kind() == ItemKind.PERSON) {
                forgetWhoWasDeletedAtTheKeys(site, each.key());
            }
        }
        return said.statements().size();
    }

    /// Where he was deleted before, there is nobody left to be taken for somebody else.
    private static void forgetWhoWasDeletedAtTheKeys(SiteTable site, String pin) {
        for (HoldingRow row : site.holders(ItemKind.PERSON.word(), pin)) {
            if (row.mark() == HoldingRow.Mark.STRANGER
                    && row.digest().equals(Optional.of(""))
                    && row.pending().isEmpty()) {
                site.put(row.marked(HoldingRow.Mark.NONE));
            }
        }
    }

    /// Whoever gets the number next must not be let in by another one's finger, and nobody is to
    /// come to a meeting that is off.
    private static void endWhatIsLed(SiteTable site, Statement leading, long seq) {
        for (ItemRow row : site.ledBy(leading.kind().word(), leading.key())) {
            Item led = Items.read(row);
            long end = Math.max(leading.at(), led.latest());
            Statement gone = new Statement(led.kind(), led.key(), end, true, Map.of());
            put(site, Optional.of(led), Items.merge(Optional.of(led), gone), seq);
        }
    }

    /// Who is copied is granted; templates and pictures go with their people. What the terminal had
    /// of somebody else under the number counts for nothing. Returns how many people there were.
    static int copy(SiteTable site, Entry entry) {
        List<String> pins = PeopleCopy.read(entry.payload()).plan(site, entry.serial()).pins();
        String person = ItemKind.PERSON.word();
        for (String pin : pins) {
            site.put(
                    site.holding(entry.serial(), person, pin)
                            .orElseGet(() -> HoldingRow.nothing(entry.serial(), person, pin))
                            .marked(HoldingRow.Mark.GRANTED));
        }
        return pins.size();
    }

    /// What a terminal asked for a card changes the card and is a record.
    static void card(LedgerBatch ledger, Entry entry, ZoneId zone) {
        CardEvent event = CardEvent.read(entry.payload());
        Optional<Item> card = item(ledger.site(), ItemKind.CARD, event.card());
        card.ifPresent(before -> put(ledger.site(), card, event.applyTo(before), entry.seq()));
        if (!event.service().event().isEmpty()) {
            ledger.insert(record(event, entry, zone));
        }
    }

    /// `at` is since when the card is so, in milliseconds: what happens within a second, or after
    /// the clock was set back, has an order too.
    private static LedgerRow record(CardEvent event, Entry entry, ZoneId zone) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("card", event.card());
        fields.put("event", event.service().event());
        fields.put("accepted", event.accepted());
        fields.put(
                "time", TIME.format(Instant.ofEpochMilli(entry.stamp().wallMillis()).atZone(zone)));
        fields.put("at", event.at());
        String text = Json.write(fields);
        return new LedgerRow(
                new Position(entry.seq(), 0),
                Kind.CARD_EVENT.word(),
                Family.CANTEEN.word(),
                Verdict.NEW.word(),
                entry.serial(),
                SOURCE,
                event.service().event() + "/" + event.card() + "/" + event.at(),
                0,
                Arrays.copyOf(Digest.sha256(text.getBytes(UTF_8)), DIGEST_BYTES),
                text,
                false,
                Optional.empty(),
                entry.stamp().wallMillis(),
                entry.stamp().clockTrusted(),
                0);
    }

    /// A loss or release that another box saw, if the card is known here too. Passwords do not
    /// travel.
    static void relayed(SiteTable site, Map<String, Object> record, long seq) {
        if (!Boolean.TRUE.equals(record.get("accepted"))
                || !(record.get("at") instanceof Long at)
                || !(record.get("card") instanceof String key)) {
            return;
        }
        Optional<CardState> state = state(String.valueOf(record.get("event")));
        Optional<Item> card = item(site, ItemKind.CARD, key);
        if (state.isPresent() && card.isPresent()) {
            put(site, card, card.get().with(state.get(), at), seq);
        }
    }

    private static Optional<CardState> state(String event) {
        if (event.equals(CardService.LOST.event())) {
            return Optional.of(CardState.LOST);
        }
        return event.equals(CardService.RELEASED.event())
                ? Optional.of(CardState.ACTIVE)
                : Optional.empty();
    }

    private static Optional<Item> item(SiteTable site, ItemKind kind, String key) {
        return site.item(kind.word(), key).map(Items::read);
    }

    /// What says nothing new leaves the item where it was: it is not told to anybody again.
    private static void put(SiteTable site, Optional<Item> before, Item after, long seq) {
        if (!before.equals(Optional.of(after))) {
            Items.keep(site, after, seq);
        }
    }
}
