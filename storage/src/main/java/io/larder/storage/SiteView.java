package io.larder.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Questions about the site's data and what terminals have of it, on the connection of whoever gave
/// it out.
public sealed class SiteView permits SiteTable {
    /// An item, the digest that a terminal is to have of it (empty: it is to forget it), and what
    /// it has of it, if anything.
    public record Lack(ItemRow item, String wanted, Optional<HoldingRow> holding) {}

    private static final String COLUMNS =
            "kind, key, place, digest, owner, roles, need, lead, until, body, seq";

    private static final String ITEM = "SELECT " + COLUMNS + " FROM item";

    private static final String HOLDING =
            "SELECT subject, kind, key, digest, pending, command, refused, mark FROM holding";

    private static final int ITEM_COLUMNS = 11;

    /// See [ItemRow#leadingKind].
    private static final String LEADING = "iif(i.kind = 'member', 'meeting', 'person')";

    /// Whom items are for: a terminal, its role, whether it shares what other terminals said, what
    /// it can take (see [ItemRow#need]), and what concerns it of meetings.
    public record Hearer(
            String subject, String role, boolean shares, Set<String> needs, Hosting hosting) {
        /// Keeps an unchangeable copy.
        public Hearer {
            needs = Set.copyOf(needs);
        }

        /// A terminal without meetings.
        public Hearer(String subject, String role, boolean shares, Set<String> needs) {
            this(subject, role, shares, needs, Hosting.NONE);
        }

        /// In the order of the numbers in [#HEARD].
        private Object[] values() {
            return new Object[] {
                role,
                shares ? ItemRow.SHARED : role,
                subject,
                needs.stream().sorted().collect(Collectors.joining(",", ",", ",")),
                hosting.room,
                hosting.since,
                hosting.meetings ? 1 : 0
            };
        }
    }

    /// Whether a terminal holds meetings, so that it must know who comes to them; the word for its
    /// room among the roles of items, empty when it stands in none; and the day `since` which items
    /// count that are needed for some time only.
    public record Hosting(boolean meetings, String room, String since) {
        /// Of a terminal without meetings.
        public static final Hosting NONE = new Hosting(false, "", "");
    }

    /// The roles that count for an item: those of what leads it.
    private static final String ROLES = "CASE WHEN i.lead = '' THEN i.roles ELSE p.roles END";

    /// Who comes to a meeting here is heard of here, whatever his roles say.
    private static final String COMES =
            "?7 AND coalesce(p.kind, i.kind) = 'person' AND EXISTS (SELECT 1 FROM item m"
                    + " JOIN item t ON t.kind = 'meeting' AND t.key = m.lead"
                    + " WHERE m.owner = coalesce(p.key, i.key) AND m.owner <> ''"
                    + " AND m.kind = 'member' AND m.digest <> '' AND t.digest <> ''"
                    + " AND (t.until = '' OR t.until >= ?6) AND (t.roles = ''"
                    + " OR instr(',' || t.roles || ',', ',' || ?1 || ',') > 0"
                    + " OR instr(',' || t.roles || ',', ',' || ?5 || ',') > 0))";

    /// Each item that the terminal can take, with what it is to have of it (nothing when its role
    /// is not among the item's, or its last day is over) and what it has. What others said is
    /// nothing to those that do not share it, whether they have it or not; nor is what they know as
    /// something else. What has a lead goes with that.
    private static final String HEARD =
            " FROM (SELECT i.*, CASE WHEN i.lead <> '' AND (coalesce(p.digest, '') = ''"
                    + " OR (p.until <> '' AND p.until < ?6)) THEN NULL"
                    + " WHEN i.digest = '' OR (i.until <> '' AND i.until < ?6) THEN ''"
                    + " WHEN h.mark = 'GRANTED' OR g.mark = 'GRANTED' OR "
                    + ROLES
                    + " = '' OR instr(',' || "
                    + ROLES
                    + " || ',', ',' || ?1 || ',') > 0 OR "
                    + ROLES
                    + " = ?2 OR instr(',' || "
                    + ROLES
                    + " || ',', ',' || ?5 || ',') > 0 OR ("
                    + COMES
                    + ") THEN i.digest WHEN i.lead <> '' OR "
                    + ROLES
                    + " = '"
                    + ItemRow.SHARED
                    + "' THEN NULL ELSE '' END AS wanted,"
                    + " h.subject AS held, h.digest AS has, h.pending, h.command, h.refused,"
                    + " h.mark, i.lead = '' OR g.digest <> '' OR g.pending <> '' AS led,"
                    + " coalesce(h.mark, '') = 'STRANGER' OR coalesce(g.mark, '') = 'STRANGER'"
                    + " AS strange"
                    + " FROM item i"
                    + " LEFT JOIN holding h ON h.subject = ?3 AND h.kind = i.kind"
                    + " AND h.key = i.key"
                    + " LEFT JOIN item p ON i.lead <> '' AND p.kind = "
                    + LEADING
                    + " AND p.key = i.lead"
                    + " LEFT JOIN holding g ON i.lead <> '' AND g.subject = ?3 AND g.kind = "
                    + LEADING
                    + " AND g.key = i.lead"
                    + " WHERE instr(?4, ',' || i.need || ',') > 0)"
                    + " WHERE wanted IS NOT NULL AND NOT strange";

    /// What differs from what the terminal has and is neither on its way nor refused; what cannot
    /// wait (place 0) is lacking also when it was refused. An item that it is not to have is
    /// lacking only where it may have been told of it, and one with a lead only once that is there.
    /// What is being deleted there is told anew only when that has ended: it takes more along.
    private static final String LACKING =
            HEARD
                    + " AND wanted IS NOT has AND wanted IS NOT pending"
                    + " AND (pending IS NOT '' OR wanted = '')"
                    + " AND (place = 0 OR wanted IS NOT refused)"
                    + " AND NOT (wanted = '' AND held IS NULL) AND led";

    final Statements statements;

    SiteView(Statements statements) {
        this.statements = statements;
    }

    /// The item of a kind and key, deleted or not.
    public Optional<ItemRow> item(String kind, String key) {
        return statements.first(ITEM + " WHERE kind = ? AND key = ?", SiteView::itemRow, kind, key);
    }

    /// Items of a kind whose key follows on `after`, in order, at most `limit`.
    public List<ItemRow> items(String kind, String after, int limit) {
        return statements.ask(
                ITEM + " WHERE kind = ? AND key > ? ORDER BY key LIMIT ?",
                SiteView::itemRow,
                kind,
                after,
                limit);
    }

    /// Items of an owner.
    public List<ItemRow> owned(String kind, String owner) {
        return statements.ask(
                ITEM + " WHERE owner = ? AND owner <> '' AND kind = ? ORDER BY key",
                SiteView::itemRow,
                owner,
                kind);
    }

    /// Items that changed in or behind the place (`seq`, `kind`, `key`), in that order, at most
    /// `limit`.
    public List<ItemRow> changed(long seq, String kind, String key, int limit) {
        return statements.ask(
                ITEM + " WHERE (seq, kind, key) > (?, ?, ?) ORDER BY seq, kind, key LIMIT ?",
                SiteView::itemRow,
                seq,
                kind,
                key,
                limit);
    }

    /// How many items there are of each kind, the deleted ones not counted.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        statements.each(
                "SELECT kind, count(*) FROM item WHERE digest <> '' GROUP BY kind",
                result -> {
                    counts.put(result.getString(1), result.getLong(2));
                    return true;
                });
        return counts;
    }

    /// What a terminal has of an item.
    public Optional<HoldingRow> holding(String subject, String kind, String key) {
        return statements.first(
                HOLDING + " WHERE subject = ? AND kind = ? AND key = ?",
                result -> holdingRow(result, 0),
                subject,
                kind,
                key);
    }

    /// What a terminal lacks, in the order in which it is to be told, at most `limit`.
    public List<Lack> lacking(Hearer hearer, int limit) {
        return statements.ask(
                "SELECT "
                        + COLUMNS
                        + ", wanted, held, kind, key, has, pending, command, refused, mark"
                        + LACKING
                        + " ORDER BY place, kind, key LIMIT "
                        + limit,
                result ->
                        new Lack(
                                itemRow(result),
                                result.getString(ITEM_COLUMNS + 1),
                                result.getString(ITEM_COLUMNS + 2) == null
                                        ? Optional.empty()
                                        : Optional.of(holdingRow(result, ITEM_COLUMNS + 1))),
                hearer.values());
    }

    /// All that terminals must be able to take for one item or another.
    public List<String> needs() {
        return statements.ask(
                "SELECT DISTINCT need FROM item ORDER BY need", result -> result.getString(1));
    }

    /// Items that are led by that of `kind` and key `lead`, deleted or not.
    public List<ItemRow> ledBy(String kind, String lead) {
        return statements.ask(
                ITEM
                        + " i WHERE lead = ? AND lead <> '' AND "
                        + LEADING
                        + " = ? ORDER BY kind, key",
                SiteView::itemRow,
                lead,
                kind);
    }

    /// What each terminal has of an item.
    public List<HoldingRow> holders(String kind, String key) {
        return statements.ask(
                HOLDING + " WHERE kind = ? AND key = ? ORDER BY subject",
                result -> holdingRow(result, 0),
                kind,
                key);
    }

    /// What a terminal has of the items of a kind whose keys end with a text, in order of them.
    public List<HoldingRow> holdingsEndingWith(String subject, String kind, String end) {
        return statements.ask(
                HOLDING
                        + " WHERE subject = ? AND kind = ?"
                        + " AND substr(key, -length(?)) = ? ORDER BY key",
                result -> holdingRow(result, 0),
                subject,
                kind,
                end,
                end);
    }

    /// What a terminal has of the items of a kind, in order of their keys.
    public List<HoldingRow> holdings(String subject, String kind) {
        return statements.ask(
                HOLDING + " WHERE subject = ? AND kind = ? ORDER BY key",
                result -> holdingRow(result, 0),
                subject,
                kind);
    }

    /// How a terminal stands to the site's data: how many items it holds as they are, how many are
    /// on their way, how many it refused, how many it lacks.
    public record Standing(long held, long pending, long refused, long lacking) {}

    /// How many items of a kind a terminal acknowledged to have.
    public long held(String subject, String kind) {
        return count(
                "SELECT count(*) FROM holding WHERE subject = ? AND kind = ? AND digest <> ''",
                subject,
                kind);
    }

    /// How a terminal stands to the site's data.
    public Standing standing(Hearer hearer) {
        String subject = hearer.subject;
        return new Standing(
                count(
                        "SELECT count(*) FROM holding h JOIN item i USING(kind, key)"
                                + " WHERE h.subject = ? AND i.digest = h.digest"
                                + " AND i.digest <> ''",
                        subject),
                count(
                        "SELECT count(*) FROM holding WHERE subject = ? AND pending IS NOT NULL",
                        subject),
                count(
                        "SELECT count(*) FROM holding h JOIN item i USING(kind, key)"
                                + " WHERE h.subject = ? AND i.digest = h.refused",
                        subject),
                count("SELECT count(*)" + LACKING, hearer.values()));
    }

    /// The entry that changed any item last, 0 when there is none.
    public long lastChange() {
        return count("SELECT coalesce(max(seq), 0) FROM item");
    }

    /// Whether any terminal may have an item.
    public boolean isHeld(String kind, String key) {
        return count(
                        "SELECT count(*) FROM holding WHERE kind = ? AND key = ?"
                                + " AND (digest <> '' OR pending IS NOT NULL)",
                        kind,
                        key)
                > 0;
    }

    private long count(String sql, Object... values) {
        return statements.first(sql, result -> result.getLong(1), values).orElse(0L);
    }

    /// The wallet of a card.
    public Optional<WalletRow> wallet(String card) {
        return statements.first(
                "SELECT card, sequence, body, seq FROM wallet WHERE card = ?",
                SiteView::walletRow,
                card);
    }

    /// Wallets whose card follows on `after`, in order, at most `limit`.
    public List<WalletRow> wallets(String after, int limit) {
        return statements.ask(
                "SELECT card, sequence, body, seq FROM wallet WHERE card > ?"
                        + " ORDER BY card LIMIT ?",
                SiteView::walletRow,
                after,
                limit);
    }

    private static WalletRow walletRow(ResultSet result) throws SQLException {
        return new WalletRow(
                result.getString(1), result.getLong(2), result.getString(3), result.getLong(4));
    }

    private static ItemRow itemRow(ResultSet result) throws SQLException {
        return new ItemRow(
                result.getString(1),
                result.getString(2),
                result.getInt(3),
                result.getString(4),
                result.getString(5),
                result.getString(6),
                result.getString(7),
                result.getString(8),
                result.getString(9),
                result.getString(10),
                result.getLong(ITEM_COLUMNS));
    }

    private static HoldingRow holdingRow(ResultSet result, int behind) throws SQLException {
        return new HoldingRow(
                result.getString(behind + 1),
                result.getString(behind + 2),
                result.getString(behind + 3),
                Optional.ofNullable(result.getString(behind + 4)),
                Optional.ofNullable(result.getString(behind + 5)),
                result.getLong(behind + 6),
                Optional.ofNullable(result.getString(behind + 7)),
                HoldingRow.Mark.valueOf(result.getString(behind + 8)));
    }
}
