package io.larder.server.site;

import io.larder.server.json.Batch;
import io.larder.server.json.Json;
import io.larder.storage.LedgerReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a box takes of headquarters' site data, page by page. The place is in memory only: after a
/// restart of either side everything is looked at once more, and what changes nothing costs
/// nothing. For one thread.
public final class SiteCopy {
    private static final System.Logger LOG = System.getLogger(SiteCopy.class.getName());

    /// Who states what comes down.
    static final String BY = "headquarters";

    private final String box;
    private final Site site;
    private final Supplier<LedgerReader> ledger;
    private String life = "";
    private SitePlace place = SitePlace.START;

    /// Items that could not be taken, because of others that may change yet: by kind and key.
    private final Map<String, List<Statement>> wrong = new LinkedHashMap<>();

    public SiteCopy(String box, Site site, Supplier<LedgerReader> ledger) {
        this.box = box;
        this.site = site;
        this.ledger = ledger;
    }

    /// What to ask headquarters; [SiteShare] draws it.
    public String question() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", Batch.VERSION);
        out.put("box", box);
        out.put("life", life);
        out.put("after", place.object());
        return Json.write(out);
    }

    /// Takes an answer; true when there is more to ask for at once. Throws
    /// `IllegalArgumentException` for a text that is no answer.
    public boolean take(String answer) {
        Map<String, Object> said = Json.read(answer);
        if (!(said.get("life") instanceof String itsLife)
                || !(said.get("statements") instanceof List<?> list)
                || !(said.get("next") instanceof Map<?, ?> next)) {
            throw new IllegalArgumentException("no answer: life, statements or next is missing");
        }
        SitePlace to = SitePlace.read(next);
        boolean more = Boolean.TRUE.equals(said.get("more"));
        boolean moved = !itsLife.equals(life) || !to.equals(place);
        if (!taken(known(list))) {
            return false;
        }
        life = itsLife;
        place = to;
        if (moved && !more) {
            againWhatWasWrong();
        }
        return more && moved;
    }

    /// The statements by item, without kinds that only a newer program knows, and without the end
    /// of what was never here.
    private Map<String, List<Statement>> known(List<?> list) {
        Map<String, List<Statement>> items = new LinkedHashMap<>();
        try (LedgerReader reader = ledger.get()) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> object
                        && ItemKind.of(String.valueOf(object.get("kind"))).isEmpty()) {
                    continue;
                }
                Statement said = SiteEntry.statement(each);
                boolean unknown =
                        said.deleted()
                                && reader.site().item(said.kind().word(), said.key()).isEmpty();
                if (!unknown) {
                    items.computeIfAbsent(name(said), _ -> new ArrayList<>()).add(said);
                }
            }
        }
        return items;
    }

    private static String name(Statement said) {
        return said.kind().word() + " " + said.key();
    }

    /// All together if possible, else item by item. False when the journal or the ledger cannot
    /// take them now.
    private boolean taken(Map<String, List<Statement>> items) {
        List<Statement> all = items.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return true;
        }
        return switch (site.state(all, BY)) {
            case Stated.Mine _ -> {
                items.keySet().forEach(wrong::remove);
                yield true;
            }
            case Stated.Declined(var reason, _, _, _) ->
                    switch (reason) {
                        case WRONG -> oneByOne(items);
                        case BUSY, NO_ROOM -> false;
                    };
        };
    }

    private boolean oneByOne(Map<String, List<Statement>> items) {
        for (Map.Entry<String, List<Statement>> each : items.entrySet()) {
            switch (site.state(each.getValue(), BY)) {
                case Stated.Mine _ -> wrong.remove(each.getKey());
                case Stated.Declined(var reason, var why, _, _) -> {
                    switch (reason) {
                        case WRONG -> keep(each.getKey(), each.getValue(), why);
                        case BUSY, NO_ROOM -> {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private void keep(String name, List<Statement> statements, String why) {
        boolean told = wrong.containsKey(name);
        if (told || wrong.size() < SiteLimits.WRONG_KEPT) {
            wrong.put(name, statements);
        }
        if (!told) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "site data of headquarters cannot be taken: {0}",
                    why);
        }
    }

    private void againWhatWasWrong() {
        if (!wrong.isEmpty()) {
            oneByOne(new LinkedHashMap<>(wrong));
        }
    }
}
