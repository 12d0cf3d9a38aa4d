package io.larder.server.projector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.record.Bytes;
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
/// - a fact stated differently: a revision, both are kept (trap T-080);
/// - a state that is not the one of last time: a revision, also when it was so before. Its digest
///   counts the states before it, so that whoever hears of both can tell them apart.
final class Judge {
    private static final int DIGEST_BYTES = 16;

    /// `same` is the record that a duplicate repeats, `digest` what the record is kept under.
    record Judgement(Verdict verdict, int epoch, Optional<Position> same, Bytes digest) {}

    private Judge() {}

    static Judgement judge(LedgerBatch ledger, String subject, RecordKey key, int epoch) {
        List<LedgerRow.Known> known = ledger.known(subject, key.table(), key.key());
        if (key.rule() == RecordKey.Rule.STATE) {
            return state(known, key.content());
        }
        Bytes digest = digest(key.content());
        for (LedgerRow.Known one : known) {
            if (Bytes.wrap(one.digest()).equals(digest)) {
                return new Judgement(
                        Verdict.DUPLICATE, one.epoch(), Optional.of(one.position()), digest);
            }
        }
        return switch (key.rule()) {
            case REVISED, STATE -> first(known, digest);
            case NUMBERED -> {
                boolean used = known.stream().anyMatch(one -> one.epoch() >= epoch);
                yield new Judgement(
                        Verdict.NEW, used ? epoch + 1 : epoch, Optional.empty(), digest);
            }
        };
    }

    private static Judgement first(List<LedgerRow.Known> known, Bytes digest) {
        Verdict verdict = known.isEmpty() ? Verdict.NEW : Verdict.REVISION;
        return new Judgement(verdict, 0, Optional.empty(), digest);
    }

    private static Judgement state(List<LedgerRow.Known> known, String content) {
        Bytes digest = digest(stateText(content, known.size()));
        if (known.isEmpty()) {
            return first(known, digest);
        }
        LedgerRow.Known last = known.getLast();
        Bytes again = digest(stateText(content, known.size() - 1));
        return Bytes.wrap(last.digest()).equals(again)
                ? new Judgement(Verdict.DUPLICATE, 0, Optional.of(last.position()), again)
                : first(known, digest);
    }

    private static String stateText(String content, int before) {
        return before == 0 ? content : content + "\n" + before;
    }

    private static Bytes digest(String text) {
        return Bytes.wrap(Arrays.copyOf(Digest.sha256(text.getBytes(UTF_8)), DIGEST_BYTES));
    }
}
