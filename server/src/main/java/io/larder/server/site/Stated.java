package io.larder.server.site;

import java.util.Optional;

/// What became of statements.
public sealed interface Stated {
    /// They are in the journal: `changed` items are otherwise from now on, `same` were so already;
    /// `seq` is the last entry, 0 when nothing changed.
    record Mine(long changed, long same, long seq) implements Stated {
        /// These and more.
        Mine and(Mine more) {
            return new Mine(changed + more.changed, same + more.same, Math.max(seq, more.seq));
        }
    }

    /// They are not; of a long list the first `taken` statements may be, when the journal refused
    /// in the midst of it. `slip` says where a statement is wrong, empty where none is.
    record Declined(Reason reason, String why, long taken, Optional<Slip> slip) implements Stated {
        /// Where no statement is wrong.
        public Declined(Reason reason, String why, long taken) {
            this(reason, why, taken, Optional.empty());
        }

        /// The same behind others that were taken.
        Declined behind(long before) {
            return new Declined(reason, why, before + taken, slip);
        }
    }

    /// The item of which something wrong was said; `field` is the one to look at, empty for the
    /// whole.
    record Slip(ItemKind kind, String key, String field) {}

    /// Why they were declined.
    enum Reason {
        /// A statement itself is wrong.
        WRONG,
        /// The ledger does not keep up: later it may.
        BUSY,
        /// The journal takes nothing.
        NO_ROOM
    }
}
