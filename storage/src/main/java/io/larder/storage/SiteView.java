package io.larder.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Questions about the site's data and what terminals have of it, on the connection of whoever gave
/// it out.
public sealed class SiteView permits SiteTable {
    /// An item, the digest that a terminal is to have of it (empty: it is to forget it), and what
    /// it has of it, if anything.
    public record Lack(ItemRow item, String wanted, Optional<HoldingRow> holding) {}

    private static final String ITEM =
            "SELECT kind, key, place, digest, owner, roles, body, seq FROM item";

    private static final String HOLDING =
            "SELECT subject, kind, key, digest, pending, command, refused FROM holding";

    /// What a terminal is to have of an item: nothing when its role is not among the item's.
    private static final String WANTED =
            "CASE WHEN i.roles = '' OR instr(',' || i.roles || ',', ',' || ? || ',') > 0"
                    + " THEN i.digest ELSE '' END";

    /// What differs from what the terminal has and is neither on its way nor refused; what cannot
    /// wait (place 0) is lacking also when it was refused. An item that it is not to have is
    /// lacking only where it may have been told of it.
    private static final String LACKING =
            " FROM (SELECT i.*, "
                    + WANTED
                    + " AS wanted FROM item i) i LEFT JOIN holding h"
                    + " ON h.subject = ? AND h.kind = i.kind AND h.key = i.key"
                    + " WHERE i.wanted IS NOT h.digest AND i.wanted IS NOT h.pending"
                    + " AND (i.place = 0 OR i.wanted IS NOT h.refused)"
                    + " AND NOT (i.wanted = '' AND h.subject IS NULL)";

    final Statements statements;

    SiteView(Statements statements) {
        this.statements = statements;
    }

    /// The item of a kind and key, deleted or not.
    public Optional<ItemRow> item(String kind, String key) {
        return statements.first(
                ITEM + " WHERE kind = ? AND key = ?", result -> itemRow(result, 0), kind, key);
    }

    /// Items of a kind whose key follows on `after`, in order, at most `limit`.
    public List<ItemRow> items(String kind, String after, int limit) {
        return statements.ask(
                ITEM + " WHERE kind = ? AND key > ? ORDER BY key LIMIT ?",
                result -> itemRow(result, 0),
                kind,
                after,
                limit);
    }

    /// Items of an owner.
    public List<ItemRow> owned(String kind, String owner) {
        return statements.ask(
                ITEM + " WHERE owner = ? AND owner <> '' AND kind = ? ORDER BY key",
                result -> itemRow(result, 0),
                owner,
                kind);
    }

    /// Items that changed in or behind the place (`seq`, `kind`, `key`), in that order, at most
    /// `limit`.
    public List<ItemRow> changed(long seq, String kind, String key, int limit) {
        return statements.ask(
                ITEM + " WHERE (seq, kind, key) > (?, ?, ?) ORDER BY seq, kind, key LIMIT ?",
                result -> itemRow(result, 0),
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

    /// What a terminal of a role lacks, in the order in which it is to be told, at most `limit`.
    public List<Lack> lacking(String subject, String role, int limit) {
        return statements.ask(
                "SELECT i.kind, i.key, i.place, i.digest, i.owner, i.roles, i.body, i.seq,"
                        + " i.wanted,"
                        + " h.subject, h.kind, h.key, h.digest, h.pending, h.command, h.refused"
                        + LACKING
                        + " ORDER BY i.place, i.kind, i.key LIMIT ?",
                result ->
                        new Lack(
                                itemRow(result, 0),
                                result.getString(9),
                                result.getString(10) == null
                                        ? Optional.empty()
                                        : Optional.of(holdingRow(result, 9))),
                role,
                subject,
                limit);
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

    /// How a terminal of a role stands to the site's data.
    public Standing standing(String subject, String role) {
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
                count("SELECT count(*)" + LACKING, role, subject));
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

    private static ItemRow itemRow(ResultSet result, int behind) throws SQLException {
        return new ItemRow(
                result.getString(behind + 1),
                result.getString(behind + 2),
                result.getInt(behind + 3),
                result.getString(behind + 4),
                result.getString(behind + 5),
                result.getString(behind + 6),
                result.getString(behind + 7),
                result.getLong(behind + 8));
    }

    private static HoldingRow holdingRow(ResultSet result, int behind) throws SQLException {
        return new HoldingRow(
                result.getString(behind + 1),
                result.getString(behind + 2),
                result.getString(behind + 3),
                Optional.ofNullable(result.getString(behind + 4)),
                Optional.ofNullable(result.getString(behind + 5)),
                result.getLong(behind + 6),
                Optional.ofNullable(result.getString(behind + 7)));
    }
}
