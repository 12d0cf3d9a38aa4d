package io.larder.server.site;

import io.larder.server.json.Json;
import io.larder.server.record.Record;
import io.larder.storage.SiteTable;
import io.larder.storage.WalletRow;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps what cards hold, from what terminals wrote on them: the row with the highest counter of
/// the card counts, not the latest one. Backup tables repeat what was said before and say nothing
/// here. Source: PROTOCOL.md 2.1 (CardRecID).
public final class Wallets {
    private static final String[] KEPT = {"balanceFen", "subBalanceFen", "systemId", "pin", "time"};

    private final SiteTable site;

    public Wallets(SiteTable site) {
        this.site = site;
    }

    /// Takes a new row of `terminal` out of entry `seq`. A subsidy that it pays out need not be
    /// sent to terminals any more.
    public void take(String terminal, Record record, long seq) {
        boolean told =
                switch (record.kind()) {
                    case PURCHASE, TOPUP -> true;
                    case SUBSIDY -> {
                        if (!record.fields().containsKey("backup")) {
                            draw(record, seq);
                        }
                        yield true;
                    }
                    case PURCHASE_ITEM,
                            PUNCH,
                            OPERATION,
                            PERSON,
                            TEMPLATE,
                            PHOTO,
                            VERIFICATION,
                            CARD_EVENT,
                            COMMAND_RESULT,
                            TERMINAL_STATE,
                            IDENTITY_CARD,
                            TERMINAL_ERROR,
                            UNKNOWN,
                            GAP,
                            CLOCK ->
                            false;
                };
        if (told
                && !record.fields().containsKey("backup")
                && record.fields().get("card") instanceof String card
                && record.fields().get("cardSequence") instanceof Long sequence) {
            site.put(new WalletRow(card, sequence, body(terminal, record), seq));
        }
    }

    private static String body(String terminal, Record record) {
        Map<String, Object> body = new LinkedHashMap<>();
        for (String name : KEPT) {
            Object value = record.fields().get(name);
            if (value != null) {
                body.put(name, value);
            }
        }
        body.put("terminal", terminal);
        return Json.write(body);
    }

    private void draw(Record record, long seq) {
        String key = record.fields().get("card") + "/" + record.fields().get("batch");
        site.item(ItemKind.SUBSIDY.word(), key)
                .map(Items::read)
                .filter(item -> !item.drawn())
                .ifPresent(item -> site.put(Items.row(item.paidOut(), seq)));
    }
}
