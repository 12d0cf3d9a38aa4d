package io.larder.server.watch;

import io.larder.server.json.BoxFacts;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The boxes of a headquarters, as its ledger knows them: who they are, how far they are, what is
/// missing. The gaps take a pass over all numbered records.
public final class BoxSurvey {
    private static final int MOST_GAPS = 1_000;

    private final LedgerReader ledger;
    private final Map<String, Long> missing = new HashMap<>();
    private final Map<String, Long> gaps = new HashMap<>();

    private BoxSurvey(LedgerReader ledger) {
        this.ledger = ledger;
    }

    /// One for each box, by its name. `live` has what a running headquarters knows of one besides;
    /// that is newer.
    public static List<Map<String, Object>> of(LedgerReader ledger, Live live) {
        BoxSurvey survey = new BoxSurvey(ledger);
        survey.count();
        List<Map<String, Object>> boxes = new ArrayList<>();
        for (String subject : ledger.facts().subjectsOf(BoxFacts.SUBJECT)) {
            String box = subject.substring(BoxFacts.SUBJECT.length());
            boxes.add(survey.box(box, ledger.facts().of(subject), live.of(box)));
        }
        return boxes;
    }

    /// What is known besides: `lastContact`, `program`, `lastSeq`, `bytesToday`, `megabytesPerDay`.
    public interface Live {
        /// For a store that nobody runs.
        Live NOTHING = _ -> Map.of();

        Map<String, Object> of(String box);
    }

    /// Record numbers of terminals that stand behind a box, and entries that a box lost.
    private void count() {
        for (Map<String, Object> gap : GapSurvey.numbers(ledger)) {
            String via = ledger.facts().of(String.valueOf(gap.get("terminal"))).get(Facts.VIA);
            if (via != null && gap.get("missing") instanceof Long many) {
                missing.merge(via, many, Long::sum);
            }
        }
        for (LedgerRow row :
                ledger.page(Kind.GAP.word(), Position.START, ledger.applied(), MOST_GAPS)) {
            if (Json.read(row.fields()).get("box") instanceof String box) {
                gaps.merge(box, 1L, Long::sum);
            }
        }
    }

    private Map<String, Object> box(
            String box, Map<String, String> facts, Map<String, Object> live) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("box", box);
        out.put("site", facts.get(BoxFacts.SITE));
        out.put("state", facts.getOrDefault(BoxFacts.STATE, "token"));
        out.put("fingerprint", facts.get(BoxFacts.KEY));
        out.put("enrolledAt", moment(facts.get(BoxFacts.SINCE)));
        out.put("program", newest(live.get("program"), facts.get(BoxFacts.PROGRAM)));
        out.put("lastContact", newest(live.get("lastContact"), lastContact(facts)));
        places(facts, live, out);
        out.put("gaps", gaps.getOrDefault(box, 0L));
        out.put("missingNumbers", missing.getOrDefault(box, 0L));
        out.put("bytesToday", live.get("bytesToday"));
        out.put("megabytesPerDay", newest(live.get("megabytesPerDay"), quota(facts)));
        return out;
    }

    private static @Nullable Object newest(@Nullable Object live, @Nullable Object kept) {
        return live == null ? kept : live;
    }

    private static @Nullable Object quota(Map<String, String> facts) {
        String own = facts.getOrDefault(BoxFacts.QUOTA, "");
        return own.isEmpty() || own.equals("0") ? null : Long.valueOf(own);
    }

    /// The place in the epoch that it sent in last; more epochs than one are restored copies.
    private static void places(
            Map<String, String> facts, Map<String, Object> live, Map<String, Object> out) {
        Map<Long, Position> byEpoch = new TreeMap<>();
        facts.forEach((name, value) -> {
            if (name.startsWith(BoxFacts.NEXT)) {
                Position.read(value)
                        .ifPresent(next ->
                                byEpoch.put(
                                        Long.valueOf(name.substring(BoxFacts.NEXT.length())),
                                        next));
            }
        });
        Optional<Map.Entry<Long, Position>> current =
                byEpoch.entrySet().stream().max(Map.Entry.comparingByValue());
        current.ifPresent(each -> {
            out.put("next", each.getValue().toString());
            String last = facts.get(BoxFacts.LAST + each.getKey());
            @Nullable Object seq =
                    live.getOrDefault("lastSeq", last == null ? null : Long.valueOf(last));
            if (seq instanceof Long newest) {
                out.put("backlog", Math.max(0, newest - each.getValue().seq() + 1));
            }
        });
        if (current.isEmpty() && live.get("lastSeq") instanceof Long newest) {
            out.put("backlog", newest);
        }
        out.put("restoredCopies", (long) Math.max(0, byEpoch.size() - 1));
    }

    private static @Nullable Object lastContact(Map<String, String> facts) {
        long heard = Long.parseLong(facts.getOrDefault(BoxFacts.HEARD, "0"));
        long sent = Long.parseLong(facts.getOrDefault(BoxFacts.SENT, "0"));
        return moment(Long.toString(Math.max(heard, sent)));
    }

    private static @Nullable Object moment(@Nullable String millis) {
        return millis == null || millis.equals("0")
                ? null
                : Instant.ofEpochMilli(Long.parseLong(millis))
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
