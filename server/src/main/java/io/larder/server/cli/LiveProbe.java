package io.larder.server.cli;

import io.larder.server.doctor.Checkup;
import io.larder.server.doctor.Checkup.Line;
import io.larder.storage.Entry;
import io.larder.storage.JournalView;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the running box says of itself over its console, beside what its files say.
///
/// @param began when the box came up
/// @param ringBytes what the journal may take
record LiveProbe(
        JournalView journal,
        Optional<LedgerReader> ledger,
        Instant now,
        Instant began,
        long ringBytes) {
    /// Every terminal polls within that time.
    private static final Duration ALL_HEARD = Duration.ofMinutes(10);

    private static final Duration DAY = Duration.ofDays(1);

    /// From less no rate can be told.
    private static final Duration LEAST = Duration.ofMinutes(10);

    Checkup.Live look(ConsoleClient console) throws IOException {
        Map<String, Object> status = console.get("/api/v1/status");
        Map<String, Object> clock = console.get("/api/v1/clock");
        double used = status.get("ringUsed") instanceof Number share ? share.doubleValue() : 0;
        return new Checkup.Live(
                text(status, "journalFailure"),
                text(status, "ledgerTrouble"),
                used,
                lasts(used),
                Boolean.TRUE.equals(clock.get("trusted")) ? Optional.empty() : text(clock, "why"),
                lines(objects(console.get("/api/v1/upstreams"), "upstreams")),
                terminals(objects(status, "terminals"), objects(clock, "terminals")),
                status.get("turnedAway") instanceof List<?> all
                        ? all.stream().map(String::valueOf).toList()
                        : List.of());
    }

    private static Optional<String> text(Map<?, ?> object, String name) {
        return Optional.ofNullable(object.get(name)).map(String::valueOf);
    }

    private static List<Map<?, ?>> objects(Map<?, ?> object, String name) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (object.get(name) instanceof List<?> all) {
            all.forEach(each -> objects.add((Map<?, ?>) each));
        }
        return objects;
    }

    private List<Line> lines(List<Map<?, ?>> upstreams) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Map<?, ?> each : upstreams) {
            Line.State state =
                    switch (String.valueOf(each.get("state"))) {
                        case "up" -> Line.State.UP;
                        case "held" -> Line.State.HELD;
                        case "down" -> Line.State.DOWN;
                        default -> Line.State.LEFT;
                    };
            long backlog = each.get("entriesToSend") instanceof Number many ? many.longValue() : 0;
            lines.add(
                    new Line(
                            String.valueOf(each.get("upstream")),
                            state,
                            text(each, "since").map(Instant::parse).orElse(now),
                            text(each, "held").or(() -> text(each, "lastError")).orElse("?"),
                            backlog,
                            backlog == 0
                                    ? Optional.empty()
                                    : oldest(String.valueOf(each.get("next"))),
                            each.get("alarms") instanceof List<?> all
                                    ? all.stream().map(String::valueOf).toList()
                                    : List.of()));
        }
        return lines;
    }

    private Optional<Instant> oldest(String next) throws IOException {
        Optional<Position> place = Position.read(next);
        return place.isEmpty() ? Optional.empty() : came(place.get().seq());
    }

    /// When an entry came; empty when the box did not know what time it was.
    private Optional<Instant> came(long seq) throws IOException {
        return journal.entry(Math.max(seq, journal.firstSeq()))
                .map(Entry::stamp)
                .filter(stamp -> stamp.clockTrusted())
                .map(stamp -> Instant.ofEpochMilli(stamp.wallMillis()));
    }

    /// How long the journal's room lasts when records come as they did in the last day.
    private Optional<Duration> lasts(double used) throws IOException {
        long first = journal.firstSeq();
        long from = first;
        long to = journal.lastSeq();
        while (from < to) {
            long middle = from + (to - from) / 2;
            boolean old = came(middle).filter(at -> at.isBefore(now.minus(DAY))).isPresent();
            from = old ? middle + 1 : from;
            to = old ? to : middle;
        }
        long entries = journal.lastSeq() - from + 1;
        Optional<Duration> span = came(from).map(at -> Duration.between(at, now));
        if (entries < 2 || span.isEmpty() || span.get().compareTo(LEAST) < 0) {
            return Optional.empty();
        }
        double bytesEach =
                (double) ringBytes
                        * journal.filesInUse()
                        / Math.max(1, journal.files())
                        / (journal.lastSeq() - first + 1);
        double left = ringBytes * (1 - used) / bytesEach;
        return Optional.of(Duration.ofSeconds((long) (span.get().toSeconds() * left / entries)));
    }

    private List<Checkup.Terminal> terminals(List<Map<?, ?>> all, List<Map<?, ?>> clocks) {
        Map<String, Duration> ahead = new HashMap<>();
        for (Map<?, ?> each : clocks) {
            if (Boolean.TRUE.equals(each.get("drifts"))
                    && each.get("aheadSeconds") instanceof Number seconds) {
                ahead.put(
                        String.valueOf(each.get("terminal")),
                        Duration.ofSeconds(seconds.longValue()));
            }
        }
        List<Checkup.Terminal> terminals = new ArrayList<>();
        for (Map<?, ?> each : all) {
            String serial = String.valueOf(each.get("terminal"));
            terminals.add(
                    new Checkup.Terminal(
                            serial,
                            text(each, "heard").map(Instant::parse).or(() -> before(serial)),
                            Optional.ofNullable(ahead.get(serial))));
        }
        return terminals;
    }

    /// Of one that was not heard since the start: its newest record, or the start.
    private Optional<Instant> before(String serial) {
        if (Duration.between(began, now).compareTo(ALL_HEARD) < 0) {
            return Optional.empty();
        }
        return ledger.flatMap(reader -> reader.newestMillis(serial))
                .map(Instant::ofEpochMilli)
                .or(() -> Optional.of(began));
    }
}
