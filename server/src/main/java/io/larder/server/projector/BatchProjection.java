package io.larder.server.projector;

import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Json;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Kind;
import io.larder.server.record.Verdict;
import io.larder.storage.Entry;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a batch that another box relayed to this one. Its records keep the identity they came
/// with; what is here already under the same natural key and with the same content is only counted,
/// so that a box restored from an old image doubles nothing.
final class BatchProjection {
    private final LedgerBatch ledger;
    private final Entry entry;
    private int row;

    private BatchProjection(LedgerBatch ledger, Entry entry) {
        this.ledger = ledger;
        this.entry = entry;
    }

    /// Returns how many records the batch had.
    static int apply(LedgerBatch ledger, Subject box, Entry entry) {
        BatchProjection projection = new BatchProjection(ledger, entry);
        try {
            Batch batch =
                    BatchCodec.unpack(
                            entry.payload(),
                            (_, record) -> projection.record(record.text(StandardCharsets.UTF_8)));
            box.learn("next." + batch.epoch(), batch.next().toString(), entry.seq());
            batch.mark().ifPresent(mark -> box.learn("mark." + batch.epoch(), mark, entry.seq()));
        } catch (UnreadableBatch e) {
            throw new IllegalStateException("a batch was read once before it was taken", e);
        }
        return projection.row;
    }

    private void record(String line) {
        Map<String, Object> record = Json.read(line);
        String subject = text(record, "terminal");
        String[] key = text(record, "key").split("/", 2);
        String natural = subject.isEmpty() || key.length < 2 ? identity(record) : key[1];
        byte[] digest = HexFormat.of().parseHex(text(record, "contentDigest"));
        List<LedgerRow.Known> known = ledger.known(subject, key[0], natural);
        Optional<LedgerRow.Known> same =
                known.stream().filter(one -> Arrays.equals(one.digest(), digest)).findFirst();
        if (same.isPresent()) {
            ledger.repeat(same.get().position());
        } else {
            insert(record, line, subject, key[0], natural, digest);
        }
        row++;
    }

    private void insert(
            Map<String, Object> record,
            String line,
            String subject,
            String source,
            String natural,
            byte[] digest) {
        ledger.insert(
                new LedgerRow(
                        new Position(entry.seq(), row),
                        text(record, "kind"),
                        text(record, "family"),
                        record.getOrDefault("verdict", Verdict.NEW.word()).toString(),
                        subject,
                        source,
                        natural,
                        record.get("recNoEpoch") instanceof Long epoch ? epoch.intValue() : 0,
                        digest,
                        line,
                        true,
                        Optional.empty(),
                        entry.stamp().wallMillis(),
                        entry.stamp().clockTrusted(),
                        0));
        if (text(record, "kind").equals(Kind.CARD_EVENT.word())) {
            SiteProjection.relayed(ledger.site(), record, entry.seq());
        }
    }

    /// A record without terminal or natural key is told apart by where it came from.
    private static String identity(Map<String, Object> record) {
        return record.get("box")
                + "."
                + record.get("epoch")
                + "."
                + record.get("seq")
                + "."
                + record.get("row");
    }

    private static String text(Map<String, Object> record, String name) {
        return record.getOrDefault(name, "").toString();
    }
}
