package io.larder.server.console;

import io.larder.server.json.Steering;
import io.larder.server.relay.RelayState;
import io.larder.server.relay.Relays;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What the console does with upstreams.
public final class UpstreamDesk {
    /// Dead letters in one answer, and in one wish to send them again.
    private static final int MOST = 500;

    private static final String ALL = "all";

    private final Store store;
    private final Relays relays;
    private final ZoneId zone;

    /// `zone` says when a day begins.
    public UpstreamDesk(Store store, Relays relays, ZoneId zone) {
        this.store = store;
        this.relays = relays;
        this.zone = zone;
    }

    /// All of them, also those for which something waits though nobody serves them.
    Reply list() throws IOException {
        List<Map<String, Object>> out = new ArrayList<>();
        for (RelayState state : relays.states()) {
            out.add(upstream(state));
        }
        relays.waiting()
                .forEach((name, place) -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("upstream", name);
                    one.put("state", "not configured");
                    one.put("next", place.toString());
                    one.put(
                            "entriesToSend",
                            Math.max(0, store.journal().lastSeq() - place.seq() + 1));
                    out.add(one);
                });
        return Reply.ok(Map.of("upstreams", out));
    }

    /// One of them as the status of the box shows it, too.
    static Map<String, Object> upstream(RelayState state) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("upstream", state.name());
        out.put("state", word(state));
        out.put("connected", state.connected());
        out.put("since", Instant.ofEpochMilli(state.sinceMillis()).toString());
        out.put("next", state.next().toString());
        out.put("entriesToSend", state.backlog());
        out.put("sent", state.sent());
        out.put("bytes", state.carried());
        out.put("held", state.held().orElse(null));
        out.put("lastError", state.lastError().orElse(null));
        out.put("alarms", state.alarms());
        return out;
    }

    private static String word(RelayState state) {
        return state.held().isPresent() ? "held" : state.connected() ? "up" : "down";
    }

    /// What an upstream refused for good, oldest first.
    Reply deadLetters(String name) {
        List<Map<String, Object>> letters = new ArrayList<>();
        dead(name)
                .forEach((place, why) -> {
                    Map<String, Object> letter = new LinkedHashMap<>();
                    letter.put("place", place.toString());
                    letter.put("why", why);
                    letters.add(letter);
                });
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("deadLetters", letters.stream().limit(MOST).toList());
        out.put("count", (long) letters.size());
        return Reply.ok(out);
    }

    private Map<Position, String> dead(String name) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return Steering.deadLetters(ledger.facts().of(Steering.SUBJECT + name));
        }
    }

    /// `pause`, `resume`, `rewind` (parameter `to` or `since`), `resend` (`place` or `all`),
    /// `forget`.
    Reply steer(String name, String action, Function<String, List<String>> parameters, Role role)
            throws IOException {
        String by = role.word();
        if (action.equals("forget") && role != Role.OWNER) {
            return Reply.refused(403, "an operator's token cannot give up what waits");
        }
        try {
            return switch (action) {
                case "pause" -> done(relays.steer(name, Steering.Action.PAUSE, List.of(), by));
                case "resume" -> done(relays.steer(name, Steering.Action.RESUME, List.of(), by));
                case "rewind" -> rewind(name, parameters, by);
                case "resend" -> resend(name, parameters.apply("place"), by);
                case "forget" -> Reply.ok(Map.of("entries", relays.forget(name, by)));
                default -> Reply.refused(404, action + " is nothing that is done to upstreams");
            };
        } catch (Relays.Refusal e) {
            return Reply.refused(e.isUnknown() ? 404 : 409, String.valueOf(e.getMessage()));
        }
    }

    private static Reply done(long seq) {
        return Reply.ok(Map.of("seq", seq));
    }

    private Reply rewind(String name, Function<String, List<String>> parameters, String by)
            throws Relays.Refusal {
        Optional<Position> to;
        try {
            to =
                    parameters.apply("to").isEmpty()
                            ? parameters.apply("since").stream()
                                    .findFirst()
                                    .map(LocalDate::parse)
                                    .flatMap(this::firstOf)
                            : place(parameters.apply("to").getFirst());
        } catch (DateTimeParseException e) {
            return Reply.refused(400, "since is no day such as 2026-03-01");
        }
        if (to.isEmpty()) {
            return Reply.refused(
                    400, "no place to go back to: to is SEQ or SEQ/ROW, since a day with records");
        }
        if (to.get().seq() > store.journal().lastSeq()) {
            return Reply.refused(
                    400, to.get() + " is ahead, the last entry is " + store.journal().lastSeq());
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seq", relays.steer(name, Steering.Action.REWIND, List.of(to.get()), by));
        out.put("to", to.get().toString());
        return Reply.ok(out);
    }

    private static Optional<Position> place(String text) {
        return Position.read(text.contains("/") ? text : text + "/0")
                .filter(place -> place.seq() > 0);
    }

    /// The first record that came on that day or later. Entries are in order; a clock may not be.
    private Optional<Position> firstOf(LocalDate day) {
        long millis = day.atStartOfDay(zone).toInstant().toEpochMilli();
        List<Position> found = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            ledger.records(
                    Position.START,
                    Long.MAX_VALUE,
                    row -> {
                        if (row.receivedMillis() >= millis) {
                            found.add(row.position());
                        }
                        return found.isEmpty();
                    });
        }
        return found.stream().findFirst();
    }

    private Reply resend(String name, List<String> texts, String by) throws Relays.Refusal {
        Map<Position, String> dead = dead(name);
        List<Position> places =
                texts.contains(ALL)
                        ? dead.keySet().stream().limit(MOST).toList()
                        : texts.stream().flatMap(text -> place(text).stream()).toList();
        if (places.isEmpty() || places.size() > MOST) {
            return Reply.refused(
                    dead.isEmpty() ? 404 : 400,
                    dead.isEmpty()
                            ? "upstream " + name + " has no dead letters"
                            : "place is missing, expected SEQ/ROW, at most " + MOST + ", or all");
        }
        for (Position place : places) {
            if (!dead.containsKey(place)) {
                return Reply.refused(404, place + " is no dead letter of upstream " + name);
            }
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seq", relays.steer(name, Steering.Action.RESEND, places, by));
        out.put("records", (long) places.size());
        return Reply.ok(out);
    }
}
