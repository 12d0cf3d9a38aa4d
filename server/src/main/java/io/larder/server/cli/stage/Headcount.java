package io.larder.server.cli.stage;

import io.larder.server.cli.SealVeil;
import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.simulate.meeting.Ids;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What a store holds, read from its ledger beside the running process.
public final class Headcount {
    private static final int PAGE = 1_000;

    private final Path data;

    public Headcount(Path data) {
        this.data = data;
    }

    /// The key is there once the box has started.
    private LedgerReader open() {
        return LedgerReader.open(data.resolve("ledger.db"), SealVeil.in(data));
    }

    /// The bytes that records are about, by their SHA-256 in hex.
    public Optional<byte[]> content(String sha256) {
        try (LedgerReader reader = open()) {
            return reader.content(sha256);
        }
    }

    /// The last entry whose meaning is in the ledger.
    public long applied() {
        try (LedgerReader reader = open()) {
            return reader.applied();
        }
    }

    /// How many records there are.
    public long records() {
        try (LedgerReader reader = open()) {
            return reader.counts().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// How many records of a kind there are.
    public long records(Kind kind) {
        try (LedgerReader reader = open()) {
            return reader.counts().getOrDefault(kind.word(), 0L);
        }
    }

    /// How often lines came that nobody could read, and are kept.
    public long odd() {
        try (LedgerReader reader = open()) {
            return reader.quarantine().lines(true, Integer.MAX_VALUE).stream()
                    .mapToLong(line -> 1 + line.repeats())
                    .sum();
        }
    }

    /// How far a headquarters is with `box`.
    public Position taken(String box) {
        try (LedgerReader reader = open()) {
            return reader.facts().of("box:" + box).entrySet().stream()
                    .filter(fact -> fact.getKey().startsWith("next."))
                    .flatMap(fact -> Position.read(fact.getValue()).stream())
                    .max(Position::compareTo)
                    .orElse(Position.START);
        }
    }

    /// How often the store began to count anew, because headquarters knew of entries that it had
    /// not.
    public long newEpochs() {
        try (LedgerReader reader = open()) {
            return reader.facts().of(Epochs.SUBJECT).keySet().stream()
                    .filter(fact -> fact.startsWith(Epochs.FACT))
                    .count();
        }
    }

    /// The box whose store this is.
    public String box() {
        try (LedgerReader reader = open()) {
            return reader.facts().of("").getOrDefault("box", "");
        }
    }

    /// The natural keys of all purchases, top-ups, subsidies and punches, as the simulated
    /// terminals name them.
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (Kind kind : List.of(Kind.PURCHASE, Kind.TOPUP, Kind.SUBSIDY, Kind.PUNCH)) {
            each(kind, row -> ids.add(id(kind, row)));
        }
        return ids;
    }

    /// What meeting terminals told, as the simulated ones name it: records, photos with their
    /// digests, and people and cards, these once however often they changed.
    public List<String> meetingIds() {
        List<String> ids = new ArrayList<>();
        Set<String> people = new TreeSet<>();
        each(Kind.VERIFICATION, row -> ids.add(Ids.visit(row.subject(), text(row, "logId"))));
        each(Kind.PHOTO, row -> ifMeeting(row, () -> ids.add(photo(row))));
        each(Kind.PERSON, row -> ifMeeting(row, () -> people.add(person(row))));
        ids.addAll(people);
        return ids;
    }

    private static void ifMeeting(LedgerRow row, Runnable then) {
        if (row.family().equals("meeting")) {
            then.run();
        }
    }

    private static String photo(LedgerRow row) {
        String logId = text(row, "logId");
        return Ids.photo(
                row.subject(),
                row.source(),
                logId.isEmpty() ? text(row, "pin") : logId,
                text(row, "sha256"));
    }

    private static String person(LedgerRow row) {
        String card = text(row, "card");
        return card.isEmpty()
                ? Ids.user(row.subject(), text(row, "pin"))
                : Ids.card(row.subject(), text(row, "pin"), card);
    }

    private static String text(LedgerRow row, String field) {
        return String.valueOf(Json.read(row.fields()).getOrDefault(field, ""));
    }

    private void each(Kind kind, Consumer<LedgerRow> taker) {
        try (LedgerReader reader = open()) {
            long last = reader.applied();
            List<LedgerRow> page = reader.page(kind.word(), Position.START, last, PAGE);
            while (!page.isEmpty()) {
                page.forEach(taker);
                Position end = page.getLast().position();
                Position next = new Position(end.seq(), end.row() + 1);
                page = reader.page(kind.word(), next, last, PAGE);
            }
        }
    }

    private static String id(Kind kind, LedgerRow row) {
        Map<String, Object> fields = Json.read(row.fields());
        String end =
                kind == Kind.PUNCH
                        ? fields.get("pin") + "/" + fields.get("time")
                        : String.valueOf(fields.get("recNo"));
        return row.subject() + "/" + row.source() + "/" + end;
    }
}
