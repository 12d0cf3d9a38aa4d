package io.larder.server.site;

import static io.larder.server.site.Statement.PASSWORD_HASH;
import static io.larder.server.site.Statement.PASSWORD_SEALED;
import static io.larder.server.site.Statement.STATE;

import io.larder.server.json.Json;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How statements become items, and items rows of the ledger.
///
/// ```
/// body = {"at":…, "deletedAt":…, "fields":{…}, "fieldAt":{…}, "state":…, "stateAt":…,
///         "passwordHash":…, "passwordSealed":…, "passwordAt":…, "drawn":true}
/// ```
///
/// `fieldAt` holds the fields that were not said last at `at`.
public final class Items {
    private Items() {}

    /// The item once a terminal said these fields of it, at `at`. One that was not there is told to
    /// those that share what terminals said, until somebody states it.
    static Item learn(Optional<Item> current, Item.Saying said, long at) {
        Optional<Item> there = current.filter(item -> !item.isDeleted());
        Item before = current.orElseGet(() -> Item.nothing(said.kind(), said.key()));
        Map<String, Stamped> fields = new TreeMap<>(there.map(Item::fields).orElse(Map.of()));
        said.fields().forEach((name, value) -> fields.put(name, new Stamped(value, at)));
        if (there.isEmpty()) {
            fields.put(ItemKind.ROLES, new Stamped(ItemRow.SHARED, Item.LEARNED));
        }
        return new Item(
                before.kind(),
                before.key(),
                there.isPresent() ? before.at() : at,
                before.deletedAt(),
                fields,
                before.state(),
                said.password().orElse(there.map(Item::password).orElse(null)),
                before.drawn());
    }

    /// The item once the statement is heard too. The later one of two statements about the same
    /// field counts, whichever is heard first.
    public static Item merge(Optional<Item> current, Statement said) {
        Item before = current.orElseGet(() -> Item.nothing(said.kind(), said.key()));
        long at = said.deleted() ? before.at() : Math.max(before.at(), said.at());
        long deletedAt =
                said.deleted() ? Math.max(before.deletedAt(), said.at()) : before.deletedAt();
        Map<String, Stamped> fields = new TreeMap<>(before.fields());
        // Somebody states it now: no longer what terminals said among themselves.
        fields.values().removeIf(each -> each.at() == Item.LEARNED);
        Stamped state = before.state();
        Item.Password password = before.password();
        if (!said.deleted()) {
            for (Map.Entry<String, String> each : said.fields().entrySet()) {
                Stamped now = new Stamped(each.getValue(), said.at());
                switch (each.getKey()) {
                    case STATE -> state = Stamped.later(state, now);
                    case PASSWORD_HASH, PASSWORD_SEALED, Statement.PASSWORD -> {
                        // Hash and sealed text go together, below; a clear one is never kept.
                    }
                    default -> {
                        if (!isKey(said.kind(), each.getKey())) {
                            fields.merge(each.getKey(), now, Stamped::later);
                        }
                    }
                }
            }
            password = password(password, said);
        }
        return swept(
                new Item(
                        before.kind(),
                        before.key(),
                        at,
                        deletedAt,
                        fields,
                        state,
                        password,
                        before.drawn()));
    }

    private static Item.@Nullable Password password(
            Item.@Nullable Password before, Statement said) {
        String hash = said.fields().get(PASSWORD_HASH);
        return hash == null
                ? before
                : Item.Password.later(
                        before,
                        new Item.Password(
                                hash, said.fields().getOrDefault(PASSWORD_SEALED, ""), said.at()));
    }

    /// Without what the deletion took away. The account stays, by which terminals are told to
    /// delete it.
    private static Item swept(Item item) {
        Map<String, Stamped> fields = new TreeMap<>(item.fields());
        fields.entrySet()
                .removeIf(each ->
                        each.getValue().at() <= item.deletedAt()
                                && item.deletedAt() > 0
                                && !each.getKey().equals("systemId"));
        boolean keptPassword =
                item.password() != null
                        && (item.deletedAt() == 0 || item.password().at() > item.deletedAt());
        return new Item(
                item.kind(),
                item.key(),
                item.at(),
                item.deletedAt(),
                fields,
                item.state(),
                keptPassword ? item.password() : null,
                item.drawn());
    }

    /// Statements from which the same item comes out anywhere else, without its password: that is
    /// sealed for this box only.
    public static List<Statement> statements(Item item) {
        Map<Long, Map<String, String>> moments = new TreeMap<>();
        if (!item.isDeleted()) {
            moments.put(item.at(), new TreeMap<>());
            item.fields()
                    .forEach((name, value) ->
                            moments.computeIfAbsent(value.at(), _ -> new TreeMap<>())
                                    .put(name, value.value()));
            Stamped state = item.state();
            if (state != null) {
                moments.computeIfAbsent(state.at(), _ -> new TreeMap<>()).put(STATE, state.value());
            }
        }
        List<Statement> statements = new ArrayList<>();
        if (item.deletedAt() > 0) {
            statements.add(
                    new Statement(item.kind(), item.key(), item.deletedAt(), true, Map.of()));
        }
        moments.forEach((at, fields) ->
                statements.add(new Statement(item.kind(), item.key(), at, false, fields)));
        return statements;
    }

    /// All that is said of it, without the moments: what is equal needs not be said again.
    static Map<String, String> said(Item item) {
        Map<String, String> said = new TreeMap<>();
        item.fields().forEach((name, value) -> said.put(name, value.value()));
        said.put(STATE, item.cardState().word());
        said.put("deleted", String.valueOf(item.isDeleted()));
        Item.Password password = item.password();
        said.put(PASSWORD_HASH, password == null ? "" : password.hash());
        return said;
    }

    private static boolean isKey(ItemKind kind, String name) {
        return kind.field(name).filter(ItemField::key).isPresent();
    }

    /// The item of a row; throws `IllegalArgumentException` for one that is none of ours.
    public static Item read(ItemRow row) {
        ItemKind kind =
                ItemKind.of(row.kind())
                        .orElseThrow(() -> new IllegalArgumentException("kind " + row.kind()));
        Map<String, Object> body = Json.read(row.body());
        long at = number(body, "at");
        Map<?, ?> moments = body.get("fieldAt") instanceof Map<?, ?> map ? map : Map.of();
        Map<String, Stamped> fields = new TreeMap<>();
        if (body.get("fields") instanceof Map<?, ?> map) {
            map.forEach((name, value) ->
                    fields.put(
                            String.valueOf(name),
                            new Stamped(
                                    String.valueOf(value),
                                    moments.get(name) instanceof Long other ? other : at)));
        }
        return new Item(
                kind,
                row.key(),
                at,
                number(body, "deletedAt"),
                fields,
                body.get(STATE) instanceof String state
                        ? new Stamped(state, number(body, "stateAt"))
                        : null,
                body.get(PASSWORD_HASH) instanceof String hash
                        ? new Item.Password(
                                hash,
                                String.valueOf(body.getOrDefault(PASSWORD_SEALED, "")),
                                number(body, "passwordAt"))
                        : null,
                Boolean.TRUE.equals(body.get("drawn")));
    }

    private static long number(Map<String, Object> body, String name) {
        return body.get(name) instanceof Long number ? number : 0;
    }

    /// The row of an item that entry `seq` changed.
    public static ItemRow row(Item item, long seq) {
        boolean urgent = item.isTold() && item.cardState() == CardState.LOST;
        return new ItemRow(
                item.kind().word(),
                item.key(),
                urgent ? 0 : item.kind().place(),
                ItemOrders.digest(item),
                item.owner(),
                roles(item),
                Needs.of(item),
                item.lead(),
                Meeting.until(item),
                body(item),
                seq);
    }

    /// Keeps an item that entry `seq` changed, and what follows from it.
    public static void keep(SiteTable site, Item item, long seq) {
        site.put(row(item, seq));
        if (item.kind() == ItemKind.PERSON) {
            badge(site, item, seq);
        }
    }

    /// The card that meeting terminals are told apart from the person.
    private static void badge(SiteTable site, Item person, long seq) {
        Optional<Item> before = site.item(ItemKind.BADGE.word(), person.key()).map(Items::read);
        String card =
                person.isDeleted() || person.owner().isEmpty()
                        ? ""
                        : person.field("card").orElse("");
        if (card.isEmpty() && before.isEmpty()) {
            return;
        }
        Optional<String> known =
                before.filter(one -> !one.isDeleted()).flatMap(one -> one.field("card"));
        if (!known.orElse("").equals(card)) {
            long at = Math.max(1, before.map(Item::latest).orElse(0L) + 1);
            Statement said =
                    new Statement(
                            ItemKind.BADGE,
                            person.key(),
                            at,
                            card.isEmpty(),
                            card.isEmpty() ? Map.of() : Map.of("card", card));
            site.put(row(merge(before, said), seq));
        }
    }

    /// A meeting that names its room is for that room, whatever roles it has.
    private static String roles(Item item) {
        Optional<String> room =
                item.kind() == ItemKind.MEETING ? item.field(Meeting.ROOM) : Optional.empty();
        return room.map(Rooms::role).orElseGet(() -> statedRoles(item));
    }

    private static String statedRoles(Item item) {
        return item.field(ItemKind.ROLES)
                .map(roles -> roles.toLowerCase(Locale.ROOT).replaceAll("[\\s,;]+", ","))
                .orElse("");
    }

    private static String body(Item item) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("at", item.at());
        body.put("deletedAt", item.deletedAt() == 0 ? null : item.deletedAt());
        Map<String, Object> values = new TreeMap<>();
        Map<String, Object> moments = new TreeMap<>();
        item.fields()
                .forEach((name, value) -> {
                    values.put(name, value.value());
                    if (value.at() != item.at()) {
                        moments.put(name, value.at());
                    }
                });
        body.put("fields", values);
        body.put("fieldAt", moments.isEmpty() ? null : moments);
        Stamped state = item.state();
        if (state != null) {
            body.put(STATE, state.value());
            body.put("stateAt", state.at());
        }
        Item.Password password = item.password();
        if (password != null) {
            body.put(PASSWORD_HASH, password.hash());
            body.put(PASSWORD_SEALED, password.sealed());
            body.put("passwordAt", password.at());
        }
        body.put("drawn", item.drawn() ? true : null);
        return Json.write(body);
    }
}
