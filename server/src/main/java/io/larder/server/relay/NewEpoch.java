package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Epochs;
import io.larder.server.json.Fields;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.random.RandomGenerator;

/// Draws a new epoch, journals it, and only then lets identities carry it. No second one before the
/// upstream took something under the first: an upstream that answers nonsense must not fill the
/// journal.
final class NewEpoch {
    sealed interface Outcome {}

    record Drawn(Epochs.Change change) implements Outcome {}

    record NotDrawn(String why) implements Outcome {}

    private final Box box;
    private final RandomGenerator random;
    private boolean pending;

    NewEpoch(Box box, RandomGenerator random) {
        this.box = box;
        this.random = random;
    }

    /// From entry `fromSeq` on, or from the journal's end when that is earlier.
    Outcome draw(long fromSeq) {
        if (pending) {
            return new NotDrawn("a new epoch was begun already and nothing was taken under it");
        }
        long from = Math.min(fromSeq, box.store().journal().lastSeq() + 1);
        Epochs.Change change = new Epochs.Change(random.nextLong(1, Fields.MAX_EXACT), from);
        Draft draft =
                new Draft(
                        EntryKind.EPOCH,
                        "",
                        change.write().getBytes(UTF_8),
                        false,
                        box.clock().get());
        return switch (box.store().journal().append(draft)) {
            case Receipt _ -> {
                box.epochs().add(change);
                pending = true;
                yield new Drawn(change);
            }
            case Refused refused -> new NotDrawn("no new epoch: " + refused.why());
        };
    }

    void accepted() {
        pending = false;
    }
}
