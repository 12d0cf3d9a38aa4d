package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.record.Serial;
import io.larder.server.site.Hearing;
import io.larder.server.site.Item;
import io.larder.server.site.ItemField;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Statement;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.storage.LedgerReader;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The site's data as names and values for text and JSON, without passwords: how much there is of
/// each kind, how terminals stand to it, and the items themselves.
public final class SiteSurvey {
    /// The most that one page shows.
    public static final int MOST = 1_000;

    private final LedgerReader ledger;
    private final Hearing hearing;

    /// `hearing` says which of it a terminal is for.
    public SiteSurvey(LedgerReader ledger, Hearing hearing) {
        this.ledger = ledger;
        this.hearing = hearing;
    }

    /// How many items there are of each kind, and what each terminal has of them.
    public Map<String, Object> overview() {
        Map<String, Object> out = new LinkedHashMap<>();
        Map<String, Long> counts = ledger.site().counts();
        Map<String, Object> items = new LinkedHashMap<>();
        for (ItemKind kind : ItemKind.values()) {
            items.put(kind.word(), counts.getOrDefault(kind.word(), 0L));
        }
        out.put("items", items);
        List<Map<String, Object>> terminals = new ArrayList<>();
        for (String subject : ledger.facts().subjects(Facts.ADMITTED)) {
            Map<String, String> facts = ledger.facts().of(subject);
            Serial.read(subject)
                    .map(serial -> new Terminal(serial, facts))
                    .filter(terminal -> Provisioning.isTold(terminal.family()))
                    .ifPresent(terminal -> terminals.add(terminal(terminal)));
        }
        out.put("terminals", terminals);
        return out;
    }

    private Map<String, Object> terminal(Terminal terminal) {
        SiteView.Standing standing = ledger.site().standing(hearing.of(terminal, ledger.site()));
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("terminal", terminal.serial().text());
        out.put("role", Hearing.role(terminal.facts()));
        out.put("held", standing.held());
        out.put("pending", standing.pending());
        out.put("refused", standing.refused());
        out.put("lacking", standing.lacking());
        return out;
    }

    /// Items of a kind whose keys follow on `after`, by key; empty behind the last one. Deleted
    /// ones are left out, so that a page may be short; `next` is what the next page follows on.
    public Page page(ItemKind kind, String after, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        String last = "";
        for (var row : ledger.site().items(kind.word(), after, Math.min(limit, MOST))) {
            Item item = Items.read(row);
            if (!item.isDeleted()) {
                items.add(item(item));
            }
            last = row.key();
        }
        return new Page(items, last);
    }

    /// Items, and the key that the next page follows on; empty when there is none.
    public record Page(List<Map<String, Object>> items, String next) {}

    private Map<String, Object> item(Item item) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", item.kind().word());
        for (ItemField field : item.kind().fields()) {
            switch (field.name()) {
                case "state" -> out.put("state", item.cardState().word());
                case Statement.PASSWORD -> out.put("hasPassword", item.hasAnyPassword());
                default ->
                        item.field(field.name()).ifPresent(value -> out.put(field.name(), value));
            }
        }
        item.field(ItemKind.ROLES).ifPresent(roles -> out.put(ItemKind.ROLES, roles));
        if (item.drawn()) {
            out.put("drawn", true);
        }
        if (item.kind() == ItemKind.CARD) {
            ledger.site()
                    .wallet(item.key())
                    .ifPresent(wallet -> {
                        Map<String, Object> money = new LinkedHashMap<>(Json.read(wallet.body()));
                        money.put("cardSequence", wallet.sequence());
                        out.put("wallet", money);
                    });
        }
        return out;
    }
}
