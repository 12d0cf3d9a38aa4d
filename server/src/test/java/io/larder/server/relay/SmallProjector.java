package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.Epochs;
import io.larder.server.json.FactsEntry;
import io.larder.server.json.Json;
import io.larder.server.json.RecordIdentity;
import io.larder.server.json.Steering;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.storage.Entry;
import io.larder.storage.Journal;
import io.larder.storage.JournalReader;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Projection;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Understands just enough for the relay: uploads whose lines are `key,text`, batches of other
/// boxes, epochs. The natural key decides what is new.
final class SmallProjector implements Projection, AutoCloseable {
    private final Journal journal;
    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Thread thread;
    private long applied;
    private volatile boolean closed;

    SmallProjector(Store store) {
        journal = store.journal();
        ledger = store.ledger();
        applied = ledger.applied();
        thread = Thread.ofPlatform().name("small-projector").start(this::run);
    }

    @Override
    public long applied() {
        lock.lock();
        try {
            return applied;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long start() {
        return journal.lastSeqAtOpen();
    }

    @Override
    public boolean await(long seq, long millis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (applied < seq && left > 0 && !closed) {
                left = more.awaitNanos(left);
            }
            return applied >= seq;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try (JournalReader reader = journal.reader(applied + 1)) {
            while (!closed) {
                if (journal.await(reader.next(), 20)) {
                    reader.read(256 * 1024).ifPresent(this::project);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void project(JournalReader.Piece piece) {
        List<Entry> entries = ((JournalReader.Piece.Entries) piece).entries();
        long last = entries.getLast().seq();
        try (LedgerBatch batch = ledger.begin()) {
            entries.forEach(entry -> project(entry, batch));
            batch.commit(last);
        }
        lock.lock();
        try {
            applied = last;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void project(Entry entry, LedgerBatch to) {
        switch (entry.kind()) {
            case UPLOAD -> upload(entry, to);
            case BATCH -> batch(entry, to);
            case EPOCH ->
                    to.fact(
                            Epochs.SUBJECT,
                            Epochs.FACT + entry.seq(),
                            new String(entry.payload(), UTF_8),
                            entry.seq());
            case ENROLMENT ->
                    FactsEntry.read(entry.payload())
                            .forEach((name, facts) ->
                                    facts.forEach((fact, value) ->
                                            to.fact(name, fact, value, entry.seq())));
            case STEERING ->
                    Steering.read(new String(entry.payload(), UTF_8))
                            .tells(entry.seq())
                            .forEach(told ->
                                    to.fact(
                                            told.subject(),
                                            told.fact(),
                                            told.value(),
                                            entry.seq()));
            case DEAD_LETTER -> deadLetter(entry, to);
            case ADMISSION,
                    HELLO,
                    CLOCK,
                    RETRY,
                    GAP,
                    SELF_TEST,
                    ORDER,
                    HANDOVER,
                    RULING,
                    ADJUSTMENT,
                    SITE,
                    CARD,
                    COPY -> {}
        }
    }

    private static void deadLetter(Entry entry, LedgerBatch to) {
        Map<String, Object> said = Json.read(new String(entry.payload(), UTF_8));
        to.fact(
                Steering.SUBJECT + said.get("upstream"),
                Steering.DEAD + said.get("seq") + "/" + said.get("row"),
                String.valueOf(said.get("why")),
                entry.seq());
    }

    private static void upload(Entry entry, LedgerBatch to) {
        int row = 0;
        for (String line : lines(Upload.read(entry.payload()))) {
            String key = line.substring(0, line.indexOf(','));
            String text = line.substring(line.indexOf(',') + 1);
            byte[] raw = line.getBytes(UTF_8);
            insert(
                    to,
                    new LedgerRow(
                            new Position(entry.seq(), row),
                            text.equals("poison") ? "" : "purchase",
                            "canteen",
                            "new",
                            entry.serial(),
                            "BUYLOG",
                            key,
                            0,
                            digest(raw),
                            Json.write(Map.of("card", key)),
                            false,
                            Optional.of(raw).filter(it -> it.length <= Ledger.RAW_LIMIT_BYTES),
                            entry.stamp().wallMillis(),
                            true,
                            0));
            row++;
        }
    }

    static List<String> lines(Upload upload) {
        return upload.body().text(UTF_8).lines().toList();
    }

    private static void batch(Entry entry, LedgerBatch to) {
        try {
            Batch header =
                    BatchCodec.unpack(
                            entry.payload(), (line, record) -> whole(entry, line, record, to));
            String subject = "box:" + header.box();
            to.fact(subject, "next." + header.epoch(), header.next().toString(), entry.seq());
            header.mark()
                    .ifPresent(
                            mark -> to.fact(subject, "mark." + header.epoch(), mark, entry.seq()));
        } catch (UnreadableBatch e) {
            throw new IllegalStateException("a batch that was taken", e);
        }
    }

    private static void whole(Entry entry, int line, Bytes record, LedgerBatch to) {
        RecordIdentity identity = RecordIdentity.read(record);
        String[] key = identity.key().orElseThrow().split("/", 2);
        insert(
                to,
                new LedgerRow(
                        new Position(entry.seq(), line - 1),
                        identity.kind(),
                        "canteen",
                        "new",
                        identity.terminal(),
                        key[0],
                        key[1],
                        0,
                        HexFormat.of().parseHex(identity.contentDigest().orElseThrow()),
                        record.text(UTF_8),
                        true,
                        Optional.empty(),
                        entry.stamp().wallMillis(),
                        true,
                        0));
    }

    private static void insert(LedgerBatch to, LedgerRow row) {
        for (LedgerRow.Known known : to.known(row.subject(), row.source(), row.key())) {
            if (Arrays.equals(known.digest(), row.digest())) {
                to.repeat(known.position());
                return;
            }
        }
        to.insert(row);
    }

    private static byte[] digest(byte[] raw) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(raw), 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
