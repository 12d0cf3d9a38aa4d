package io.larder.server.site;

import io.larder.crypto.PasswordHash;
import io.larder.crypto.Seal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One thing of the site's data with when each part of it came to be so: whatever the order in
/// which statements are heard, the same item comes out.
///
/// - `at`: the latest statement that it is there; `deletedAt`: the latest that it is not, 0 for
///   none. Of equal ones the deletion counts.
/// - `fields`: what terminals are told, and `roles`; without key, state and password.
/// - `state`: of a card only; it outlives a deletion, so that an old list does not release a card.
/// - `password`: hash and sealed text of a card's password.
/// - `drawn`: of a subsidy, that a terminal has paid it out; for good.
public record Item(
        ItemKind kind,
        String key,
        long at,
        long deletedAt,
        Map<String, Stamped> fields,
        @Nullable Stamped state,
        @Nullable Password password,
        boolean drawn) {
    /// A password as it may be kept, since when.
    record Password(String hash, String sealed, long at) {
        static Password later(@Nullable Password one, Password other) {
            if (one == null) {
                return other;
            }
            Stamped hash = new Stamped(one.hash, one.at);
            return Stamped.later(hash, new Stamped(other.hash, other.at)).equals(hash)
                    ? one
                    : other;
        }
    }

    /// How it is written that there is no card.
    static final String NO_CARD = "0";

    /// The moment of a field that marks what was only learned of terminals.
    static final long LEARNED = 0;

    private static final Pattern ZEROS = Pattern.compile("^0+(?=\\d)");

    /// What a terminal says of an item that is to be remembered of it.
    record Saying(
            ItemKind kind, String key, Map<String, String> fields, Optional<Password> password) {}

    /// Keeps an unchangeable copy by name.
    public Item {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    static Item nothing(ItemKind kind, String key) {
        return new Item(kind, key, -1, 0, Map.of(), null, null, false);
    }

    /// True when only terminals said so far that it is there.
    boolean isLearned() {
        Stamped roles = fields.get(ItemKind.ROLES);
        return roles != null && roles.at() == LEARNED;
    }

    /// True when it is there no more.
    public boolean isDeleted() {
        return deletedAt >= at;
    }

    /// True when terminals are to have it.
    public boolean isTold() {
        return !isDeleted() && !drawn;
    }

    /// The value of a field that terminals are told, or of `roles`.
    public Optional<String> field(String name) {
        List<ItemField> keys = kind.keys();
        String[] parts = key.split("/", keys.size());
        for (int i = 0; i < parts.length; i++) {
            if (keys.get(i).name().equals(name)) {
                return Optional.of(parts[i]);
            }
        }
        return Optional.ofNullable(fields.get(name)).map(Stamped::value);
    }

    /// Whether the card may be used; what is no card may.
    public CardState cardState() {
        return state == null
                ? CardState.ACTIVE
                : CardState.of(state.value()).orElse(CardState.ACTIVE);
    }

    /// Whose it is: the person of a card, by number or by account; of a person, the card by which
    /// it is found; who is to come to a meeting; empty for other kinds.
    public String owner() {
        return switch (kind) {
            case CARD -> field("pin").orElseGet(this::systemId);
            case PERSON ->
                    field("card")
                            .map(Item::plainCard)
                            .filter(card -> !card.equals(NO_CARD))
                            .orElse("");
            case MEMBER -> field("pin").orElse("");
            case CARD_TYPE,
                    MEAL,
                    SEGMENT,
                    FIXED_PRICE,
                    KEY,
                    GOODS,
                    SUBSIDY,
                    TEMPLATE,
                    PHOTO,
                    BADGE,
                    ROOM,
                    MEETING ->
                    "";
        };
    }

    /// A card's number without the zeros that some terminals put in front.
    static String plainCard(String card) {
        String bare = ZEROS.matcher(card.strip()).replaceFirst("");
        return bare.isEmpty() ? card.strip() : bare;
    }

    /// The person or the meeting that a terminal must know before it takes this; empty when there
    /// is none.
    String lead() {
        return switch (kind) {
            case TEMPLATE, PHOTO, BADGE -> field("pin").orElse("");
            case MEMBER -> field("meeting").orElse("");
            case CARD_TYPE,
                    MEAL,
                    SEGMENT,
                    FIXED_PRICE,
                    KEY,
                    GOODS,
                    CARD,
                    SUBSIDY,
                    PERSON,
                    ROOM,
                    MEETING ->
                    "";
        };
    }

    /// The account by which terminals know card or subsidy: the card's number when nothing else was
    /// said. Source: PROTOCOL.md 3.4 (SysID).
    String systemId() {
        return field("systemId").or(() -> field("card")).orElse(key);
    }

    /// The card once it is known to have been in another state at some moment.
    public Item with(CardState other, long since) {
        Stamped now = new Stamped(other.word(), since);
        return new Item(
                kind, key, at, deletedAt, fields, Stamped.later(state, now), password, drawn);
    }

    /// The card once it is known to have had another password at some moment.
    public Item withPassword(String hash, String sealed, long since) {
        Password now = new Password(hash, sealed, since);
        return new Item(
                kind, key, at, deletedAt, fields, state, Password.later(password, now), drawn);
    }

    /// The subsidy once a terminal has paid it out.
    public Item paidOut() {
        return new Item(kind, key, at, deletedAt, fields, state, password, true);
    }

    /// Whether this is the card's password; a card without one has none.
    public boolean hasPassword(Seal seal, String said) {
        return password != null && PasswordHash.matches(seal, password.hash(), said);
    }

    /// Whether the card has a password at all.
    public boolean hasAnyPassword() {
        return password != null;
    }

    /// The latest moment of anything said of it.
    public long latest() {
        long latest = Math.max(at, deletedAt);
        for (Stamped each : fields.values()) {
            latest = Math.max(latest, each.at());
        }
        return Math.max(
                latest,
                Math.max(state == null ? 0 : state.at(), password == null ? 0 : password.at()));
    }
}
