package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Seal;
import io.larder.server.json.Batch;
import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What headquarters hands down of its site data: its items as statements, in the order in which
/// they changed last, each with the moments since when it is so.
///
/// ```
/// question  {"version":1, "box":…, "life":…, "after":{"seq":…, "kind":…, "key":…}}
/// answer    {"life":…, "statements":[{"kind":…, "key":…, "at":…, "deleted":…, "fields":{…}}…], "next":{…}, "more":…}
/// ```
public final class SiteShare {
    private static final int LONGEST_LIFE = 64;

    private final Supplier<LedgerReader> ledger;
    private final Seal seal;
    private final String life;

    /// `life` names this run of headquarters, so that a box begins again after a restart.
    public SiteShare(Supplier<LedgerReader> ledger, Seal seal, String life) {
        this.ledger = ledger;
        this.seal = seal;
        this.life = life;
    }

    /// Answers one question. Throws `IllegalArgumentException` for a text that is none, and
    /// `LedgerException` when the ledger cannot be asked.
    public String answer(String question) {
        Map<String, Object> said = Json.read(question);
        Fields fields = new Fields(said);
        fields.version(Batch.VERSION);
        boolean goesOn = fields.text("life", LONGEST_LIFE).equals(Optional.of(life));
        Object after = said.get("after");
        SitePlace place = goesOn && after != null ? SitePlace.read(after) : SitePlace.START;
        return page(fields.box(), place);
    }

    private String page(String box, SitePlace after) {
        List<ItemRow> rows;
        try (LedgerReader reader = ledger.get()) {
            rows =
                    reader.site()
                            .changed(after.seq(), after.kind(), after.key(), SiteLimits.PAGE_ITEMS);
        }
        List<Map<String, Object>> statements = new ArrayList<>();
        SitePlace next = after;
        int taken = 0;
        long bytes = 0;
        for (ItemRow row : rows) {
            List<Map<String, Object>> some =
                    statements(Items.read(row), box).stream().map(SiteEntry::object).toList();
            bytes += some.stream().mapToLong(SiteShare::size).sum();
            if (taken > 0 && bytes > SiteLimits.PAGE_BYTES) {
                break;
            }
            statements.addAll(some);
            next = new SitePlace(row.seq(), row.kind(), row.key());
            taken++;
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("life", life);
        out.put("statements", statements);
        out.put("next", next.object());
        out.put("more", taken < rows.size() || rows.size() == SiteLimits.PAGE_ITEMS);
        return Json.write(out);
    }

    private static long size(Map<String, Object> statement) {
        return Json.write(statement).getBytes(UTF_8).length;
    }

    /// What makes another box's item the same: its end, if it ever had one, then what was said at
    /// each moment. An item that is not for this box has ended for it when that was said.
    private List<Statement> statements(Item item, String box) {
        if (!item.kind().isStated() || item.isLearned()) {
            // What terminals say here concerns this box only, until a person states it.
            return List.of();
        }
        Stamped boxes = item.fields().get(ItemKind.BOXES);
        long since = boxes == null ? 0 : boxes.at();
        if (item.isDeleted()) {
            return List.of(gone(item, item.deletedAt()));
        }
        if (boxes != null && !names(boxes.value(), box)) {
            return List.of(gone(item, since));
        }
        List<Statement> statements = new ArrayList<>();
        if (item.deletedAt() > 0) {
            statements.add(gone(item, item.deletedAt()));
        }
        said(item, since)
                .forEach((at, fields) ->
                        statements.add(new Statement(item.kind(), item.key(), at, false, fields)));
        return statements;
    }

    private static boolean names(String boxes, String box) {
        return Stream.of(boxes.split("[\\s,;]+", -1)).anyMatch(box::equalsIgnoreCase);
    }

    private static Statement gone(Item item, long at) {
        return new Statement(item.kind(), item.key(), Math.max(1, at), true, Map.of());
    }

    /// The fields by moment. None but the state is older than `since`, when the item became one of
    /// the box's: an older one would be lost there with what came to an end before.
    private Map<Long, Map<String, String>> said(Item item, long since) {
        Map<Long, Map<String, String>> moments = new TreeMap<>();
        moments.put(Math.max(Math.max(1, since), item.at()), new LinkedHashMap<>());
        item.fields()
                .forEach((name, value) ->
                        at(moments, Math.max(since, value.at())).put(name, value.value()));
        Stamped state = item.state();
        if (state != null) {
            at(moments, state.at()).put(Statement.STATE, state.value());
        }
        Item.Password password = item.password();
        if (password != null) {
            seal.open(password.sealed())
                    .ifPresent(clear ->
                            at(moments, Math.max(since, password.at()))
                                    .put(Statement.PASSWORD, clear));
        }
        return moments;
    }

    private static Map<String, String> at(Map<Long, Map<String, String>> moments, long at) {
        return moments.computeIfAbsent(Math.max(1, at), _ -> new LinkedHashMap<>());
    }
}
