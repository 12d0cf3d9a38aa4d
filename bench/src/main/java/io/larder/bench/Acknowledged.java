package io.larder.bench;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

/// What the box owes: each sender numbers its rows from 1 and goes on only after an `OK`, so one
/// number per sender says it all.
final class Acknowledged {
    static final int SENDERS = 1_024;

    private static final long FIRST_SERIAL = 8_150_000_000_000L;

    private final AtomicLongArray through = new AtomicLongArray(SENDERS);

    static String serial(int sender) {
        return Long.toString(FIRST_SERIAL + sender);
    }

    /// The number of the last acknowledged row of `sender`.
    long through(int sender) {
        return through.get(sender);
    }

    void advance(int sender, int rows) {
        through.addAndGet(sender, rows);
    }

    long total() {
        long total = 0;
        for (int i = 0; i < SENDERS; i++) {
            total += through.get(i);
        }
        return total;
    }

    /// Takes the ids of rows that are present, one by one.
    Check check() {
        return new Check();
    }

    /// Ticks off what is present; three numbers at the end.
    final class Check {
        private final BitSet[] present = new BitSet[SENDERS];
        private long unasked;
        private long doubled;

        private Check() {
            for (int i = 0; i < SENDERS; i++) {
                present[i] = new BitSet();
            }
        }

        void present(String id) {
            String[] parts = id.split("/", 3);
            int sender = (int) (Long.parseLong(parts[0]) - FIRST_SERIAL);
            int number = Integer.parseInt(parts[2]);
            if (number > through.get(sender)) {
                unasked++; // stored, and its answer was lost: in order
            } else if (present[sender].get(number)) {
                doubled++;
            }
            present[sender].set(number);
        }

        /// Acknowledged and not present.
        long missing() {
            long found = 0;
            for (int i = 0; i < SENDERS; i++) {
                found += present[i].get(0, (int) through.get(i) + 1).cardinality();
            }
            return total() - found;
        }

        long doubled() {
            return doubled;
        }

        @Override
        public String toString() {
            return "%,d rows acknowledged, %,d missing, %,d doubled, %,d stored without an answer"
                    .formatted(total(), missing(), doubled, unasked);
        }
    }
}
