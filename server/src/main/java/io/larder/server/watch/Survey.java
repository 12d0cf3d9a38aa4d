package io.larder.server.watch;

import io.larder.server.json.Epochs;
import io.larder.server.json.Steering;
import io.larder.storage.JournalView;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a store says about itself, as names and values for text and JSON. All of it follows from
/// the journal and the cursors: the same before and after the ledger is built again.
public final class Survey {
    private static final String BOX = "box:";
    private static final String NEXT = "next.";
    private static final int MOST_LISTED = 20;

    private final StoreView view;
    private final JournalView journal;
    private final LedgerReader ledger;

    /// Asks `view`, and as of now: a running box goes on meanwhile.
    public Survey(StoreView view) {
        this.view = view;
        this.journal = view.journal();
        this.ledger = view.ledger().hold();
    }

    /// Identity, journal and ledger.
    public Map<String, Object> box() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("box", journal.box());
        out.put("epoch", view.epochs().epoch(journal.lastSeq() + 1));
        List<Epochs.Life> lives = view.epochs().lives();
        if (lives.size() > 1) {
            out.put("epochs", lives.stream().map(Survey::life).toList());
        }
        out.put("firstSeq", journal.firstSeq());
        out.put("lastSeq", journal.lastSeq());
        out.put("segments", (long) journal.files());
        out.put("segmentsInUse", (long) journal.filesInUse());
        out.put("appliedSeq", applied());
        return out;
    }

    private static Map<String, Object> life(Epochs.Life life) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("epoch", life.epoch());
        out.put("fromSeq", life.fromSeq());
        return out;
    }

    private long applied() {
        return Math.min(ledger.applied(), journal.lastSeq());
    }

    /// One for each terminal.
    public List<Map<String, Object>> terminals() {
        return TerminalSurvey.of(ledger);
    }

    /// How many there are.
    public Map<String, Object> records() {
        Map<String, Object> out = new LinkedHashMap<>(ledger.counts());
        out.put("quarantined", ledger.quarantine().waiting());
        return out;
    }

    /// What upstreams have not taken yet or refused for good; at a headquarters, how far its boxes
    /// are.
    public Map<String, Object> backlog() throws IOException {
        List<Map<String, Object>> upstreams = new ArrayList<>();
        Map<String, Position> cursors = new LinkedHashMap<>();
        view.cursors()
                .forEach((file, place) -> {
                    // An upstream may have several cursors, `name.part`: the least one counts.
                    cursors.merge(
                            file.split("\\.", 2)[0],
                            place,
                            (one, two) -> one.compareTo(two) < 0 ? one : two);
                });
        for (String subject : ledger.facts().subjectsOf(Steering.SUBJECT)) {
            if (!ledger.facts().of(subject).containsKey(Steering.FORGOTTEN)) {
                cursors.putIfAbsent(subject.substring(Steering.SUBJECT.length()), Position.START);
            }
        }
        cursors.forEach((name, next) -> upstreams.add(upstream(name, next)));
        List<Map<String, Object>> boxes = new ArrayList<>();
        for (String subject : ledger.facts().subjectsOf(BOX)) {
            boxes.addAll(places(subject));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("upstreams", upstreams);
        out.put("boxes", boxes);
        return out;
    }

    /// The boxes of a headquarters.
    public List<Map<String, Object>> boxes() {
        return BoxSurvey.of(ledger, BoxSurvey.Live.NOTHING);
    }

    private Map<String, Object> upstream(String name, Position next) {
        Map<String, String> facts = ledger.facts().of(Steering.SUBJECT + name);
        List<Map<String, Object>> dead = new ArrayList<>();
        Steering.deadLetters(facts)
                .forEach((place, why) -> {
                    Map<String, Object> letter = new LinkedHashMap<>();
                    letter.put("place", place.toString());
                    letter.put("why", why);
                    dead.add(letter);
                });
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("upstream", name);
        out.put("next", next.toString());
        out.put("entriesToSend", Math.max(0, journal.lastSeq() - next.seq() + 1));
        out.put("paused", facts.getOrDefault(Steering.PAUSED, "").isEmpty() ? null : true);
        out.put("deadLetters", (long) dead.size());
        out.put("firstDeadLetters", dead.stream().limit(MOST_LISTED).toList());
        return out;
    }

    private List<Map<String, Object>> places(String subject) {
        List<Map<String, Object>> places = new ArrayList<>();
        ledger.facts()
                .of(subject)
                .forEach((fact, next) -> {
                    if (fact.startsWith(NEXT)) {
                        Map<String, Object> place = new LinkedHashMap<>();
                        place.put("box", subject.substring(BOX.length()));
                        place.put("epoch", Long.valueOf(fact.substring(NEXT.length())));
                        place.put("next", next);
                        places.add(place);
                    }
                });
        return places;
    }

    /// The first people, at most `limit`, and which terminals have them.
    public List<Map<String, Object>> people(int limit) {
        return new PeopleSurvey(ledger).people(limit);
    }

    /// The newest photos, at most `limit`.
    public List<Map<String, Object>> photos(int limit) {
        return new PeopleSurvey(ledger).photos(limit);
    }

    /// What is missing.
    public Map<String, Object> gaps() {
        return GapSurvey.of(ledger, journal.lastSeq());
    }

    /// Where everybody stands in the journal.
    public Map<String, Object> positions() throws IOException {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("firstSeq", journal.firstSeq());
        out.put("lastSeq", journal.lastSeq());
        out.put("appliedSeq", applied());
        Map<String, Object> cursors = new LinkedHashMap<>();
        view.cursors().forEach((name, place) -> cursors.put(name, place.toString()));
        out.put("cursors", cursors);
        return out;
    }
}
