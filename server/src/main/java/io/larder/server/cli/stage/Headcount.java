package io.larder.server.cli.stage;

import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a store holds, read from its ledger beside the running process.
public final class Headcount {
    private static final int PAGE = 1_000;

    private final Path ledger;

    public Headcount(Path data) {
        this.ledger = data.resolve("ledger.db");
    }

    /// The last entry whose meaning is in the ledger.
    public long applied() {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.applied();
        }
    }

    /// How many records there are.
    public long records() {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.counts().values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// How many records of a kind there are.
    public long records(Kind kind) {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.counts().getOrDefault(kind.word(), 0L);
        }
    }

    /// How often lines came that nobody could read, and are kept.
    public long odd() {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.quarantine(true, Integer.MAX_VALUE).stream()
                    .mapToLong(line -> 1 + line.repeats())
                    .sum();
        }
    }

    /// How far a headquarters is with `box`.
    public Position taken(String box) {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.facts("box:" + box).entrySet().stream()
                    .filter(fact -> fact.getKey().startsWith("next."))
                    .flatMap(fact -> Position.read(fact.getValue()).stream())
                    .max(Position::compareTo)
                    .orElse(Position.START);
        }
    }

    /// How often the store began to count anew, because headquarters knew of entries that it had
    /// not.
    public long newEpochs() {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.facts(Epochs.SUBJECT).keySet().stream()
                    .filter(fact -> fact.startsWith(Epochs.FACT))
                    .count();
        }
    }

    /// The box whose store this is.
    public String box() {
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            return reader.facts("").getOrDefault("box", "");
        }
    }

    /// The natural keys of all purchases, top-ups, subsidies and punches, as the simulated
    /// terminals name them.
    public List<String> ids() {
        List<String> ids = new ArrayList<>();
        try (LedgerReader reader = LedgerReader.open(ledger)) {
            long last = reader.applied();
            for (Kind kind : List.of(Kind.PURCHASE, Kind.TOPUP, Kind.SUBSIDY, Kind.PUNCH)) {
                List<LedgerRow> page = reader.page(kind.word(), Position.START, last, PAGE);
                while (!page.isEmpty()) {
                    page.forEach(row -> ids.add(id(kind, row)));
                    Position end = page.getLast().position();
                    Position next = new Position(end.seq(), end.row() + 1);
                    page = reader.page(kind.word(), next, last, PAGE);
                }
            }
        }
        return ids;
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
