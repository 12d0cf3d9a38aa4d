package io.larder.server.relay;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.storage.CommandRow;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands in the journal and the ledger of a box, for tests that ask.
abstract class ReadableBox {
    final Store store;

    ReadableBox(Store store) {
        this.store = store;
    }

    /// All commands, oldest first, as `terminal text state (words)`.
    List<String> told() {
        return rows().stream().map(ReadableBox::told).toList();
    }

    String told(long id) {
        return rows().stream()
                .filter(row -> row.id() == id)
                .map(ReadableBox::told)
                .findFirst()
                .orElse("unknown");
    }

    private static String told(CommandRow row) {
        Map<String, Object> body = Json.read(row.body());
        String words = String.valueOf(body.get("words"));
        return row.subject()
                + " "
                + body.get("name")
                + " "
                + row.state()
                + (words.isEmpty() ? "" : " (" + words + ")");
    }

    String reference(long id) {
        return rows().stream()
                .filter(row -> row.id() == id)
                .map(row -> String.valueOf(Json.read(row.body()).get("reference")))
                .findFirst()
                .orElseThrow();
    }

    List<CommandRow> rows() {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.commands().page("", true, Long.MAX_VALUE, 100_000).reversed();
        }
    }

    CommandRow row(long id) {
        return rows().stream().filter(row -> row.id() == id).findFirst().orElseThrow();
    }

    /// The fields of all records of `kind`, whosever they are.
    List<Map<String, Object>> records(String kind) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.page(kind, Position.START, Long.MAX_VALUE, 100_000).stream()
                    .map(row -> Json.read(row.fields()))
                    .toList();
        }
    }

    Map<String, String> facts(String subject) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.facts().of(subject);
        }
    }

    /// How many entries of `kind` the journal has.
    int entries(EntryKind kind) {
        return payloads(kind).size();
    }

    /// The payloads of the journal's entries of `kind`.
    List<String> payloads(EntryKind kind) {
        List<String> found = new ArrayList<>();
        try (JournalReader reader = store.journal().reader(1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                ((JournalReader.Piece.Entries) piece.get())
                        .entries().stream()
                                .filter(entry -> entry.kind() == kind)
                                .map(entry -> Bytes.wrap(entry.payload()).asLatin1())
                                .forEach(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    Optional<Item> item(ItemKind kind, String key) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.site().item(kind.word(), key).map(Items::read);
        }
    }
}
