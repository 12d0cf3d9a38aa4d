package io.larder.server.json;

import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was decided about an upstream: the payload of a `STEERING` entry.
///
/// ```
/// {"upstream":"headquarters","action":"rewind","places":["17/0"],"by":"owner"}
/// ```
///
/// - `places`: where to go back to, or the records that are sent once more.
/// - `by`: who decided it; `note`: of `used` the day and the bytes, `2026-03-01 1048576`.
public record Steering(
        String upstream, Action action, List<Position> places, String by, String note) {
    /// Whose facts say what holds of the upstream behind the prefix.
    public static final String SUBJECT = "upstream:";

    /// Whose facts say which records an entry, their name, wants sent once more.
    public static final String AGAIN = "again:";

    /// What the names of dead letters begin with.
    public static final String DEAD = "dead.";

    /// The fact that is `true` while nothing is sent.
    public static final String PAUSED = "paused";

    /// What the names of facts begin with that say, behind it, a place to go back to; `true` until
    /// that is done.
    public static final String REWIND = "rewind.";

    /// The fact that holds a day and the bytes used on it.
    public static final String USED = "used";

    /// The fact that is `true` when nobody wants to hear of the upstream any more.
    public static final String FORGOTTEN = "forgotten";

    /// What is to be done.
    public enum Action {
        PAUSE,
        RESUME,
        REWIND,
        /// The way back was gone.
        REWOUND,
        RESEND,
        FORGET,
        /// So much of the day's allowance was used.
        USED
    }

    /// What a person decided.
    public static Steering of(String upstream, Action action, List<Position> places, String by) {
        return new Steering(upstream, action, places, by, "");
    }

    /// Keeps an unchangeable copy.
    public Steering {
        places = List.copyOf(places);
    }

    /// The payload as text.
    public String write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("upstream", upstream);
        out.put("action", action.name().toLowerCase(Locale.ROOT));
        out.put("places", places.stream().map(Position::toString).toList());
        out.put("by", by);
        out.put("note", note.isEmpty() ? null : note);
        return Json.write(out);
    }

    /// What somebody's fact is from now on.
    public record Told(String subject, String fact, String value) {}

    /// What is known once this is entry `seq`.
    public List<Told> tells(long seq) {
        return switch (action) {
            case PAUSE -> List.of(told(PAUSED, "true"));
            case RESUME -> List.of(told(PAUSED, ""));
            case REWIND -> List.of(told(REWIND + places.getFirst(), "true"));
            case REWOUND -> places.stream().map(place -> told(REWIND + place, "")).toList();
            case RESEND -> tellsAgain(seq);
            case FORGET -> List.of(told(FORGOTTEN, "true"));
            case USED -> List.of(told(USED, note));
        };
    }

    private List<Told> tellsAgain(long seq) {
        List<Told> told = new ArrayList<>();
        places.forEach(place -> told.add(told(DEAD + place, "")));
        String all = places.stream().map(Position::toString).collect(Collectors.joining(" "));
        told.add(new Told(AGAIN + upstream, Long.toString(seq), all));
        return told;
    }

    private Told told(String fact, String value) {
        return new Told(SUBJECT + upstream, fact, value);
    }

    /// The places to go back to among the facts of an upstream.
    public static List<Position> rewinds(Map<String, String> facts) {
        return facts.entrySet().stream()
                .filter(each -> each.getKey().startsWith(REWIND) && !each.getValue().isEmpty())
                .flatMap(each -> Position.read(each.getKey().substring(REWIND.length())).stream())
                .sorted()
                .toList();
    }

    /// The places and reasons of dead letters among the facts of an upstream, in order.
    public static Map<Position, String> deadLetters(Map<String, String> facts) {
        Map<Position, String> letters = new TreeMap<>();
        facts.forEach((fact, why) -> {
            if (fact.startsWith(DEAD) && !why.isEmpty()) {
                Position.read(fact.substring(DEAD.length()))
                        .ifPresent(place -> letters.put(place, why));
            }
        });
        return letters;
    }

    /// Reads the payload; throws `IllegalArgumentException` when it is none.
    public static Steering read(String text) {
        Map<String, Object> said = Json.read(text);
        List<Position> places = new ArrayList<>();
        if (said.get("places") instanceof List<?> list) {
            for (Object each : list) {
                places.add(
                        Position.read(String.valueOf(each))
                                .orElseThrow(
                                        () -> new IllegalArgumentException(each + " is no place")));
            }
        }
        return new Steering(
                String.valueOf(said.get("upstream")),
                Action.valueOf(String.valueOf(said.get("action")).toUpperCase(Locale.ROOT)),
                places,
                String.valueOf(said.get("by")),
                String.valueOf(said.getOrDefault("note", "")));
    }
}
