package io.larder.bench;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

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

    /// Where rows are listed that are there.
    @FunctionalInterface
    interface Source {
        void list(Consumer<String> sink) throws IOException, InterruptedException;
    }

    /// Asks for everything that is there until all that is owed is, or until asking again brings
    /// nothing new: rows are understood, and sent on, a little after they are acknowledged.
    Check prove(Source source) throws IOException, InterruptedException {
        long before = Long.MAX_VALUE;
        while (true) {
            Check check = check();
            source.list(check::present);
            long missing = check.missing();
            if (missing == 0 || missing >= before) {
                return check;
            }
            before = missing;
            Thread.sleep(2_000);
        }
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

        /// Whether all that was acknowledged is there once.
        boolean isKept() {
            return missing() == 0 && doubled == 0;
        }

        @Override
        public String toString() {
            return "%,d rows acknowledged, %,d missing, %,d doubled, %,d stored without an answer"
                    .formatted(total(), missing(), doubled, unasked);
        }
    }
}
