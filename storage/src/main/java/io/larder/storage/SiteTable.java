package io.larder.storage;

/// The site's data within a batch of the projector.
public final class SiteTable extends SiteView {
    SiteTable(Statements statements) {
        super(statements);
    }

    /// Adds an item or puts it in the place of what it was.
    public void put(ItemRow row) {
        statements.run(
                "INSERT OR REPLACE INTO item(kind, key, place, digest, owner, roles, need,"
                        + " lead, until, body, seq) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
                row.kind(),
                row.key(),
                row.place(),
                row.digest(),
                row.owner(),
                row.roles(),
                row.need(),
                row.lead(),
                row.until(),
                row.body(),
                row.seq());
    }

    /// Adds or changes what a terminal has of an item.
    public void put(HoldingRow row) {
        statements.run(
                "INSERT OR REPLACE INTO holding(subject, kind, key, digest, pending, command,"
                        + " refused, mark) VALUES(?,?,?,?,?,?,?,?)",
                row.subject(),
                row.kind(),
                row.key(),
                row.digest(),
                row.pending(),
                row.command(),
                row.refused(),
                row.mark().name());
    }

    /// A terminal has nothing any more: it was cleared or replaced.
    public void forget(String subject) {
        statements.run("DELETE FROM holding WHERE subject = ?", subject);
    }

    /// A terminal has no longer what it had of one item.
    public void forget(String subject, String kind, String key) {
        statements.run(
                "DELETE FROM holding WHERE subject = ? AND kind = ? AND key = ?",
                subject,
                kind,
                key);
    }

    /// Keeps what a card holds, unless a later state of it is known. What the row does not say
    /// stays as it was. A bonus shares the counter of its top-up: of two equal ones the second
    /// counts.
    public void put(WalletRow row) {
        statements.run(
                "INSERT INTO wallet(card, sequence, body, seq) VALUES(?,?,?,?)"
                        + " ON CONFLICT DO UPDATE SET sequence = excluded.sequence,"
                        + " body = json_patch(body, excluded.body), seq = excluded.seq"
                        + " WHERE excluded.sequence >= sequence",
                row.card(),
                row.sequence(),
                row.body(),
                row.seq());
    }
}
