package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.record.Kind;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.terminal.Facts;
import io.larder.storage.HoldingRow;
import io.larder.storage.ItemRow;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is known at the site, who knows them, and the pictures that terminals took.
final class PeopleSurvey {
    private static final int PAGE = 500;

    /// What is shown of a photo, where it is known.
    private static final List<String> PHOTO =
            List.of("time", "pin", "of", "passed", "mediaType", "size", "sha256");

    private final LedgerReader ledger;

    PeopleSurvey(LedgerReader ledger) {
        this.ledger = ledger;
    }

    /// The first people by number, at most `limit`, without passwords: their card and privilege,
    /// how many templates and pictures of them there are, and the terminals that have them.
    List<Map<String, Object>> people(int limit) {
        Map<String, List<String>> holders = holders();
        List<Map<String, Object>> people = new ArrayList<>();
        String after = "";
        List<ItemRow> page;
        do {
            page = ledger.site().items(ItemKind.PERSON.word(), after, PAGE);
            for (ItemRow row : page) {
                Item item = Items.read(row);
                if (!item.isDeleted() && people.size() < limit) {
                    people.add(person(item, holders.getOrDefault(row.key(), List.of())));
                }
                after = row.key();
            }
        } while (!page.isEmpty() && people.size() < limit);
        return people;
    }

    private Map<String, List<String>> holders() {
        Map<String, List<String>> holders = new HashMap<>();
        for (String terminal : ledger.facts().subjects(Facts.ADMITTED)) {
            ledger.site().holdings(terminal, ItemKind.PERSON.word()).stream()
                    .filter(PeopleSurvey::isHeld)
                    .forEach(row ->
                            holders.computeIfAbsent(row.key(), _ -> new ArrayList<>())
                                    .add(terminal));
        }
        return holders;
    }

    private static boolean isHeld(HoldingRow row) {
        return row.digest().filter(digest -> !digest.isEmpty()).isPresent()
                && row.mark() != HoldingRow.Mark.STRANGER;
    }

    private Map<String, Object> person(Item item, List<String> terminals) {
        List<ItemRow> theirs = ledger.site().ledBy(ItemRow.PERSON_KIND, item.key());
        Map<String, Object> out = new LinkedHashMap<>();
        for (String field : List.of("pin", "name", "card", "privilege")) {
            out.put(field, item.field(field).orElse(null));
        }
        out.put("templates", count(theirs, ItemKind.TEMPLATE));
        out.put("pictures", count(theirs, ItemKind.PHOTO));
        out.put("terminals", terminals);
        return out;
    }

    private static long count(List<ItemRow> items, ItemKind kind) {
        return items.stream()
                .filter(row -> row.kind().equals(kind.word()) && !row.digest().isEmpty())
                .count();
    }

    /// The newest photos, at most `limit`, newest first. `kept` says whether the picture is here.
    List<Map<String, Object>> photos(int limit) {
        return ledger.newest(Kind.PHOTO.word(), limit).stream().map(this::photo).toList();
    }

    private Map<String, Object> photo(LedgerRow row) {
        Map<String, Object> fields = Json.read(row.fields());
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("record", row.position().toString());
        out.put("terminal", row.subject());
        PHOTO.forEach(name -> out.put(name, fields.get(name)));
        out.put("kept", RecordContent.sha256(fields).filter(ledger::hasContent).isPresent());
        return out;
    }
}
