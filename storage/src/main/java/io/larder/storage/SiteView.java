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
    /// An item and what a terminal has of it, if anything.
    public record Lack(ItemRow item, Optional<HoldingRow> holding) {}

    private static final String ITEM =
            "SELECT kind, key, place, digest, owner, body, seq FROM item";

    private static final String HOLDING =
            "SELECT subject, kind, key, digest, pending, command, refused FROM holding";

    /// What differs from what the terminal has and is neither on its way nor refused. A deleted
    /// item is lacking only where a terminal may have it.
    private static final String LACKING =
            " FROM item i LEFT JOIN holding h"
                    + " ON h.subject = ? AND h.kind = i.kind AND h.key = i.key"
                    + " WHERE i.digest IS NOT h.digest AND i.digest IS NOT h.pending"
                    + " AND i.digest IS NOT h.refused"
                    + " AND NOT (i.digest = '' AND h.digest IS NULL AND h.pending IS NULL)";

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

    /// What a terminal lacks, in the order in which it is to be told, at most `limit`.
    public List<Lack> lacking(String subject, int limit) {
        return statements.ask(
                "SELECT i.kind, i.key, i.place, i.digest, i.owner, i.body, i.seq,"
                        + " h.subject, h.kind, h.key, h.digest, h.pending, h.command, h.refused"
                        + LACKING
                        + " ORDER BY i.place, i.kind, i.key LIMIT ?",
                result ->
                        new Lack(
                                itemRow(result, 0),
                                result.getString(8) == null
                                        ? Optional.empty()
                                        : Optional.of(holdingRow(result, 7))),
                subject,
                limit);
    }

    /// How a terminal stands to the site's data: how many items it holds as they are, how many are
    /// on their way, how many it refused, how many it lacks.
    public record Standing(long held, long pending, long refused, long lacking) {}

    /// How a terminal stands to the site's data.
    public Standing standing(String subject) {
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
                count("SELECT count(*)" + LACKING, subject));
    }

    private long count(String sql, String subject) {
        return statements.first(sql, result -> result.getLong(1), subject).orElse(0L);
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
                result.getLong(behind + 7));
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
