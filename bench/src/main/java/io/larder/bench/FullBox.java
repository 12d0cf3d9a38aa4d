package io.larder.bench;

import io.larder.server.json.Epochs;
import io.larder.server.json.RecordJson;
import io.larder.server.relay.Box;
import io.larder.server.relay.Plan;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.Upstream;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Projection;
import io.larder.storage.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A store with a backlog of purchases, to be drained by a whole relay.
final class FullBox {
    static final int ROWS = 100;
    static final JournalSettings SETTINGS = new JournalSettings(4L << 20, 64, 8 << 20, true);

    private FullBox() {}

    static Draft.Stamp stamp() {
        return new Draft.Stamp(System.currentTimeMillis(), System.nanoTime() / 1_000_000, 1, true);
    }

    static void fill(Store box, int uploads) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int upload = 0; upload < uploads; upload++) {
            box.journal().append(new Draft(EntryKind.UPLOAD, "T1", new byte[100], false, stamp()));
        }
        for (int first = 1; first <= uploads; first += 50) {
            int last = Math.min(uploads, first + 49);
            try (LedgerBatch batch = box.ledger().begin()) {
                for (int seq = first; seq <= last; seq++) {
                    for (int row = 0; row < ROWS; row++) {
                        batch.insert(row(random, seq, row));
                    }
                }
                batch.commit(last);
            }
        }
    }

    private static LedgerRow row(RandomGenerator random, long seq, int row) {
        byte[] digest = new byte[16];
        random.nextBytes(digest);
        int card = random.nextInt(10_000_000);
        int fen = random.nextInt(5000);
        String fields =
                "{\"card\":\"%08d\",\"time\":\"2024-05-06T07:08:09\",\"amountFen\":%d,\"recNo\":%d}"
                        .formatted(card, fen, seq * ROWS + row);
        String raw = "%d\t%08d\t2024-05-06 07:08:09\t%d\t0\t1\t%d".formatted(row, card, fen, seq);
        return new LedgerRow(
                new Position(seq, row),
                "purchase",
                "canteen",
                "new",
                "T1",
                "BUYLOG",
                String.valueOf(seq * ROWS + row),
                0,
                digest,
                fields,
                false,
                Optional.of(raw.getBytes(StandardCharsets.UTF_8)),
                1_714_950_489_000L + seq,
                true,
                0);
    }

    /// Lets a relay called `name` send everything to `upstream`, printing heap at quarters; says
    /// how many nanoseconds.
    static long drain(Store store, String name, Upstream upstream) throws Exception {
        Epochs epochs = new Epochs(store.journal().epoch());
        RecordJson json =
                new RecordJson(
                        store.journal().box(), epochs, ZoneOffset.UTC, _ -> Optional.empty());
        long last = store.journal().lastSeq();
        Projection progress = new Projected(last);
        Box box = new Box(store, epochs, progress, json, FullBox::stamp);
        long start = System.nanoTime();
        try (Relay relay =
                Relay.start(
                        name, box, upstream, new SecureRandom(), Plan.of(RelayLimits.DEFAULT))) {
            long quarter = last / 4;
            for (long until = last - quarter; until >= 0; until -= quarter) {
                long left = until < quarter ? 0 : until;
                relay.await(state -> state.backlog() <= left, Duration.ofMinutes(30));
                Runtime memory = Runtime.getRuntime();
                System.out.printf(
                        "backlog %,d entries, heap %d MB%n",
                        relay.state().backlog(),
                        (memory.totalMemory() - memory.freeMemory()) >> 20);
            }
        }
        return System.nanoTime() - start;
    }
}
