package io.larder.server.site;

import io.larder.crypto.Seal;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.storage.HoldingRow;
import io.larder.storage.HoldingRow.Mark;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteTable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes people of what attendance and meeting terminals say of them: what one says anew counts for
/// all, and each is known to have what it said. Two terminals that know different people under the
/// same number are not made to agree: a person must say who it is. Source: PROTOCOL.md 2.3, 2.4.
public final class People {
    /// Operations of oplog_codes.csv.
    private static final long USER_DELETED = 9;

    private static final long FACTORY_RESET = 22;

    /// Two days: terminals write local time, and send what they could not send before.
    private static final long FRESH_MILLIS = 172_800_000L;

    /// So long before its person a template may come.
    private static final long BEFORE_MILLIS = 3_600_000;

    private static final int LOCAL_CHARS = "yyyy-MM-ddTHH:mm:ss".length();

    /// The table of cards that meeting terminals tell apart from their people.
    private static final String CARDS = "MULTICARD";

    private static final String NAME = "name";
    private static final String CARD = "card";

    private final SiteTable site;
    private final Seal seal;
    private final Earlier earlier;

    /// `earlier` finds what terminals said before.
    public People(SiteTable site, Seal seal, Earlier earlier) {
        this.site = site;
        this.seal = seal;
        this.earlier = earlier;
    }

    /// What a terminal said lately under a key, or under keys that begin with it and a slash.
    public interface Earlier {
        /// The fields of its records since a moment, as JSON, oldest first.
        List<String> fields(String terminal, String source, String key, long sinceMillis);
    }

    /// Whether a record says anything of people whom its terminal knows.
    public static boolean areMeant(Record record) {
        Kind kind = record.kind();
        boolean operated =
                kind == Kind.OPERATION
                        && record.fields().get("code") instanceof Long code
                        && (code == USER_DELETED || code == FACTORY_RESET);
        return operated || kind == Kind.PERSON || kind == Kind.TEMPLATE || kind == Kind.PHOTO;
    }

    /// Keys are made of it, and terminals are told it.
    private static boolean isNumber(Record record) {
        String pin = String.valueOf(record.fields().getOrDefault("pin", ""));
        boolean ofNobody = record.kind() == Kind.PHOTO && pin.isEmpty();
        return ofNobody || ItemField.Form.WORD.read(pin).equals(Optional.of(pin));
    }

    /// Takes what `terminal` said in a record of entry `seq`, received at `now` (milliseconds).
    /// `before` is what it said last under the same key, as JSON; `taker` what it can take. Returns
    /// what a person should know, if anything.
    public Optional<String> take(
            String terminal,
            Record record,
            Optional<String> before,
            Taker taker,
            long seq,
            long now) {
        if (record.kind() != Kind.OPERATION && !isNumber(record)) {
            return Optional.of(
                    "a person's number cannot be used: it has blanks, slashes or is too long");
        }
        return switch (record.kind()) {
            case PERSON ->
                    record.key().table().equals(CARDS)
                            ? card(terminal, record.fields(), seq, now)
                            : person(terminal, record, before, taker, seq, now);
            case TEMPLATE -> {
                theirs(terminal, SayingOf.template(record.fields(), taker), seq, now);
                yield Optional.empty();
            }
            case PHOTO -> {
                SayingOf.photo(record.fields()).ifPresent(said -> theirs(terminal, said, seq, now));
                yield Optional.empty();
            }
            case OPERATION -> operated(terminal, record.fields(), now);
            case PURCHASE,
                    PURCHASE_ITEM,
                    TOPUP,
                    SUBSIDY,
                    PUNCH,
                    VERIFICATION,
                    CARD_EVENT,
                    COMMAND_RESULT,
                    TERMINAL_STATE,
                    IDENTITY_CARD,
                    TERMINAL_ERROR,
                    UNKNOWN,
                    GAP,
                    CLOCK ->
                    Optional.empty();
        };
    }

    /// The terminal says now of which algorithms its templates are: those that came before it said
    /// so get their place, and can be told to terminals of the same.
    public void versionsKnown(String terminal, Taker taker, long seq, long now) {
        String unknown = "/" + SayingOf.UNKNOWN;
        for (HoldingRow row :
                site.holdingsEndingWith(terminal, ItemKind.TEMPLATE.word(), unknown)) {
            SayingOf.withVersion(row.key(), taker)
                    .ifPresent(key -> rename(terminal, row, key, seq, now));
        }
    }

    private void rename(String terminal, HoldingRow row, String key, long seq, long now) {
        Optional<Item> before = item(ItemKind.TEMPLATE, row.key()).filter(one -> !one.isDeleted());
        if (before.map(ItemOrders::digest).filter(row.digest().orElse("")::equals).isEmpty()) {
            // It was told of somebody else's, or has another one by now.
            return;
        }
        boolean newer =
                item(ItemKind.TEMPLATE, key)
                        .filter(one -> !one.isDeleted())
                        .filter(one -> one.latest() > before.get().latest())
                        .isPresent();
        if (!newer) {
            give(terminal, before.get(), key, seq, now);
        }
        site.forget(terminal, row.kind(), row.key());
        if (!site.isHeld(row.kind(), row.key())) {
            Statement gone =
                    new Statement(
                            ItemKind.TEMPLATE,
                            row.key(),
                            before.get().latest() + 1,
                            true,
                            Map.of());
            Items.keep(site, Items.merge(before, gone), seq);
        }
    }

    private void give(String terminal, Item before, String key, long seq, long now) {
        Map<String, String> fields = new LinkedHashMap<>();
        before.fields().forEach((name, value) -> fields.put(name, value.value()));
        fields.remove(ItemKind.ROLES);
        Item after =
                learned(
                        item(ItemKind.TEMPLATE, key),
                        new Item.Saying(ItemKind.TEMPLATE, key, fields, Optional.empty()),
                        seq,
                        now);
        put(terminal, ItemKind.TEMPLATE, key, other -> other.having(ItemOrders.digest(after)));
    }

    /// Somebody was deleted at the keys: whether that is meant for all terminals only a person
    /// knows. A terminal that was reset has nobody any more. What happened long ago and is told now
    /// says nothing about today.
    private Optional<String> operated(String terminal, Map<String, Object> fields, long now) {
        if (!(fields.get("code") instanceof Long code)
                || !(fields.get("time") instanceof String time)
                || !isFresh(time, now)) {
            return Optional.empty();
        }
        if (code == FACTORY_RESET) {
            site.forget(terminal);
        }
        String pin = String.valueOf(fields.getOrDefault("object1", ""));
        boolean here =
                code == USER_DELETED
                        && site.holding(terminal, ItemKind.PERSON.word(), pin)
                                .filter(People::mayHave)
                                .filter(row -> !row.pending().equals(Optional.of("")))
                                .isPresent();
        if (here) {
            // Whoever is enrolled there next under the number is somebody else until he says so.
            put(terminal, ItemKind.PERSON, pin, row -> row.having("").marked(Mark.STRANGER));
            site.ledBy(ItemRow.PERSON_KIND, pin)
                    .forEach(led -> site.forget(terminal, led.kind(), led.key()));
        }
        return here
                ? Optional.of(
                        "person "
                                + pin
                                + " was deleted at the terminal and is known to the site: delete"
                                + " him there too, or tell the terminal anew")
                : Optional.empty();
    }

    private static boolean isFresh(String time, long now) {
        LocalDateTime local = LocalDateTime.parse(time.substring(0, LOCAL_CHARS));
        long moment = local.toInstant(ZoneOffset.UTC).toEpochMilli();
        return Math.abs(moment - now) < FRESH_MILLIS;
    }

    private Optional<String> person(
            String terminal,
            Record record,
            Optional<String> before,
            Taker taker,
            long seq,
            long now) {
        Map<String, String> said = SayingOf.person(record);
        String pin = String.valueOf(record.fields().get("pin"));
        Optional<Item> item = item(ItemKind.PERSON, pin);
        Optional<Item> there = item.filter(one -> !one.isDeleted());
        Optional<HoldingRow> has = site.holding(terminal, ItemKind.PERSON.word(), pin);
        if (item.isPresent() && there.isEmpty() && has.filter(People::mayHave).isPresent()) {
            // It was deleted; the terminal has not heard of that yet.
            return Optional.empty();
        }
        boolean other = there.filter(one -> isOther(one, said)).isPresent();
        boolean strange = has.filter(one -> one.mark() == Mark.STRANGER).isPresent();
        if (other && (has.isEmpty() || strange)) {
            put(terminal, ItemKind.PERSON, pin, row -> row.marked(Mark.STRANGER));
            return Optional.of(
                    "number "
                            + pin
                            + " is "
                            + said.get(NAME)
                            + " here and "
                            + there.flatMap(one -> one.field(NAME)).orElse("somebody else")
                            + " elsewhere: not shared until a person says who it is");
        }
        Item.Saying saying = changed(pin, said, there, before, record.content(), now);
        Item after = learned(item, saying, seq, now);
        Item own = Items.learn(Optional.empty(), whole(saying, said), after.latest());
        put(
                terminal,
                ItemKind.PERSON,
                pin,
                row ->
                        row.marked(row.mark() == Mark.STRANGER ? Mark.NONE : row.mark())
                                .having(hasAll(after, own)));
        if (has.isEmpty()) {
            long since = Math.max(now - BEFORE_MILLIS, item.map(Item::deletedAt).orElse(0L) + 1);
            whatCameBefore(terminal, pin, taker, seq, now, since);
        }
        return Optional.empty();
    }

    /// Some terminals send the finger or the face first and then whose it is.
    private void whatCameBefore(
            String terminal, String pin, Taker taker, long seq, long now, long since) {
        earlier.fields(terminal, CARDS, pin, since).stream()
                .map(Json::read)
                .forEach(fields -> card(terminal, fields, seq, now));
        earlier.fields(terminal, "TEMPLATE", pin, since).stream()
                .map(Json::read)
                .forEach(fields -> theirs(terminal, SayingOf.template(fields, taker), seq, now));
        Stream.of("USERPIC", "BIOPHOTO")
                .flatMap(source -> earlier.fields(terminal, source, pin, since).stream())
                .map(Json::read)
                .flatMap(fields -> SayingOf.photo(fields).stream())
                .forEach(said -> theirs(terminal, said, seq, now));
    }

    /// Whether a terminal is thought to know somebody else under the number of a person's record.
    public boolean isStranger(String terminal, Record record) {
        return record.kind() == Kind.PERSON
                && site.holding(
                                terminal,
                                ItemKind.PERSON.word(),
                                String.valueOf(record.fields().get("pin")))
                        .filter(row -> row.mark() == Mark.STRANGER)
                        .isPresent();
    }

    private static boolean mayHave(HoldingRow row) {
        return row.pending().isPresent() || row.digest().filter(one -> !one.isEmpty()).isPresent();
    }

    private static boolean isOther(Item item, Map<String, String> said) {
        String name = item.field(NAME).orElse("");
        String here = said.getOrDefault(NAME, "");
        return !name.isEmpty() && !here.isEmpty() && !name.equals(here);
    }

    /// What is new in what it says: not what it said last time too, nor what is known.
    private Item.Saying changed(
            String pin,
            Map<String, String> said,
            Optional<Item> item,
            Optional<String> before,
            Optional<Bytes> password,
            long at) {
        // Whoever is new under a number has nothing of whom it was before.
        Map<String, String> last =
                before.filter(_ -> item.isPresent()).map(SayingOf::person).orElse(Map.of());
        Map<String, String> fields = new LinkedHashMap<>();
        said.forEach((name, value) -> {
            Optional<String> now = item.flatMap(one -> one.field(name));
            boolean none = name.equals(CARD) && value.equals(Item.NO_CARD) && now.isEmpty();
            boolean known = none || now.equals(Optional.of(value));
            if (!known && !Objects.equals(last.get(name), value)) {
                fields.put(name, value);
            }
        });
        if (last.containsKey(CARD) && !said.containsKey(CARD)) {
            fields.put(CARD, Item.NO_CARD);
        }
        return new Item.Saying(
                ItemKind.PERSON, pin, fields, password.flatMap(one -> password(one, item, at)));
    }

    private Optional<Item.Password> password(Bytes clear, Optional<Item> item, long now) {
        String text = clear.text(StandardCharsets.UTF_8);
        Optional<Item.Password> known = item.map(Item::password);
        boolean same =
                known.flatMap(one -> seal.open(one.sealed())).filter(text::equals).isPresent();
        return same
                ? known
                : Optional.of(new Item.Password(seal.fingerprint(text), seal.close(text), now));
    }

    private static Item.Saying whole(Item.Saying saying, Map<String, String> said) {
        return new Item.Saying(saying.kind(), saying.key(), said, saying.password());
    }

    /// The digest of the item when a terminal has all of it, else of what the terminal has.
    private static String hasAll(Item item, Item own) {
        boolean all =
                item.kind().fields().stream()
                        .map(ItemField::name)
                        .filter(name -> !name.equals(Statement.PASSWORD))
                        .allMatch(name -> item.field(name).equals(own.field(name)));
        boolean password = !item.hasAnyPassword() || own.hasAnyPassword();
        return ItemOrders.digest(all && password ? item : own);
    }

    /// A card that was told apart from its person. Who has it must be the same here as elsewhere.
    /// What the terminal has of the person stays as it was.
    private Optional<String> card(String terminal, Map<String, Object> fields, long seq, long now) {
        Item.Saying said = SayingOf.card(fields);
        if (said.fields().isEmpty()) {
            return Optional.of(
                    "card "
                            + text(fields, CARD)
                            + " of person "
                            + said.key()
                            + " is no number: it is not passed on");
        }
        Optional<Item> person = item(ItemKind.PERSON, said.key()).filter(one -> !one.isDeleted());
        Optional<HoldingRow> has = site.holding(terminal, ItemKind.PERSON.word(), said.key());
        if (person.isEmpty() || has.filter(row -> row.mark() != Mark.STRANGER).isEmpty()) {
            return Optional.empty();
        }
        boolean lostOther =
                said.fields().containsValue(Item.NO_CARD)
                        && said.fields().keySet().stream()
                                .noneMatch(name ->
                                        person.get()
                                                .field(name)
                                                .map(Item::plainCard)
                                                .equals(
                                                        Optional.of(
                                                                Item.plainCard(
                                                                        text(fields, CARD)))));
        if (lostOther) {
            return Optional.empty();
        }
        boolean hadAll = has.get().digest().equals(Optional.of(ItemOrders.digest(person.get())));
        Item after = learned(person, said, seq, now);
        if (hadAll) {
            put(terminal, ItemKind.PERSON, said.key(), row -> row.having(ItemOrders.digest(after)));
        }
        item(ItemKind.BADGE, said.key())
                .ifPresent(badge ->
                        put(
                                terminal,
                                ItemKind.BADGE,
                                said.key(),
                                row -> row.having(ItemOrders.digest(badge))));
        return Optional.empty();
    }

    private static String text(Map<String, Object> fields, String name) {
        return String.valueOf(fields.getOrDefault(name, ""));
    }

    /// A template or a picture of somebody. Whose it is must be the same here as elsewhere.
    private void theirs(String terminal, Item.Saying said, long seq, long now) {
        String pin = said.key().split("/", 2)[0];
        Optional<ItemRow> person = site.item(ItemKind.PERSON.word(), pin);
        Optional<HoldingRow> has = site.holding(terminal, ItemKind.PERSON.word(), pin);
        boolean strange = has.filter(row -> row.mark() == Mark.STRANGER).isPresent();
        boolean gone = person.filter(row -> row.digest().isEmpty()).isPresent();
        if (strange || gone || person.isEmpty() || has.isEmpty()) {
            return;
        }
        Item after = learned(item(said.kind(), said.key()), said, seq, now);
        put(terminal, said.kind(), said.key(), row -> row.having(ItemOrders.digest(after)));
    }

    private Item learned(Optional<Item> item, Item.Saying said, long seq, long now) {
        boolean news =
                item.filter(one -> !one.isDeleted()).isEmpty()
                        || said.fields().entrySet().stream()
                                .anyMatch(each ->
                                        !item.flatMap(one -> one.field(each.getKey()))
                                                .equals(Optional.of(each.getValue())))
                        || said.password()
                                .filter(one -> !one.equals(item.map(Item::password).orElse(null)))
                                .isPresent();
        if (!news) {
            return item.orElseThrow();
        }
        long at = Math.max(now, item.map(Item::latest).orElse(0L) + 1);
        Item after = Items.learn(item, said, at);
        Items.keep(site, after, seq);
        return after;
    }

    private Optional<Item> item(ItemKind kind, String key) {
        return site.item(kind.word(), key).map(Items::read);
    }

    private void put(String terminal, ItemKind kind, String key, UnaryOperator<HoldingRow> change) {
        HoldingRow before =
                site.holding(terminal, kind.word(), key)
                        .orElseGet(() -> HoldingRow.nothing(terminal, kind.word(), key));
        site.put(change.apply(before));
    }
}
