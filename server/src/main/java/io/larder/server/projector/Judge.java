package io.larder.server.projector;

import io.larder.server.record.RecordKey;
import io.larder.server.record.Verdict;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Decides what a row is, by its natural key and what the ledger holds under it.
///
/// - same key, same content, in any life of the numbering: a duplicate;
/// - a number that the current life already used for something else: the numbering began again, the
///   row is new in the next life (PROTOCOL.md 2.1);
/// - a fact stated differently: a revision, both are kept (trap T-080).
final class Judge {
    /// `same` is the record that a duplicate repeats.
    record Judgement(Verdict verdict, int epoch, Optional<Position> same) {}

    private Judge() {}

    static Judgement judge(
            LedgerBatch ledger, String subject, RecordKey key, byte[] digest, int epoch) {
        List<LedgerRow.Known> known = ledger.known(subject, key.table(), key.key());
        for (LedgerRow.Known one : known) {
            if (Arrays.equals(one.digest(), digest)) {
                return new Judgement(Verdict.DUPLICATE, one.epoch(), Optional.of(one.position()));
            }
        }
        return switch (key.rule()) {
            case REVISED ->
                    new Judgement(
                            known.isEmpty() ? Verdict.NEW : Verdict.REVISION, 0, Optional.empty());
            case NUMBERED -> {
                boolean used = known.stream().anyMatch(one -> one.epoch() >= epoch);
                yield new Judgement(Verdict.NEW, used ? epoch + 1 : epoch, Optional.empty());
            }
        };
    }
}
