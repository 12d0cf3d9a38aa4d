package io.larder.server.projector;

import io.larder.server.json.Epochs;
import io.larder.server.json.FactsEntry;
import io.larder.server.json.Json;
import io.larder.server.json.Steering;
import io.larder.server.protocol.Reading;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.site.People;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Reported;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes what entries mean into one batch of the ledger.
final class EntryProjection {
    private static final System.Logger LOG = System.getLogger(EntryProjection.class.getName());
    private static final String BOX = "";
    private static final String SEALED = "it was sealed with a key that is not here";
    private static final int BATCH_ROWS = 1_000;

    /// A small machine has 48 MB of heap for everything.
    private static final long BATCH_KEPT_BYTES = 2 << 20;

    private final LedgerBatch ledger;
    private final Lens lens;
    private final Map<Long, String> inapplicable;
    private final Map<String, Subject> subjects = new HashMap<>();
    private final List<Reported> reports = new ArrayList<>();
    private int rows;

    /// `inapplicable` are entries that failed before, with the reason: they go to quarantine whole.
    EntryProjection(LedgerBatch ledger, Lens lens, Map<Long, String> inapplicable) {
        this.ledger = ledger;
        this.lens = lens;
        this.inapplicable = inapplicable;
    }

    /// The subjects whose facts this batch has read or changed.
    Iterable<Subject> subjects() {
        return subjects.values();
    }

    /// What terminals told the time of in this batch.
    List<Reported> reports() {
        return reports;
    }

    /// Whether the batch has become so large that it is to be committed: by rows, or by the bytes
    /// of pictures that wait in memory.
    boolean isFull() {
        return rows >= BATCH_ROWS || ledger.keptBytes() >= BATCH_KEPT_BYTES;
    }

    /// Throws [Inapplicable] when nothing can be made of the entry; the batch is then to be undone.
    void apply(Entry entry) {
        rows++;
        if (!entry.isReadable()) {
            ledger.quarantineClosed(quarantined(entry, 0, entry.payload(), SEALED));
            return;
        }
        String failed = inapplicable.get(entry.seq());
        if (failed != null) {
            quarantineWhole(entry, failed);
            return;
        }
        try {
            rows += new ClockProjection(ledger, subject(ClockProjection.SUBJECT)).apply(entry);
            write(entry);
        } catch (LedgerException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new Inapplicable(entry.seq(), e);
        }
    }

    private void write(Entry entry) {
        switch (entry.kind()) {
            case UPLOAD -> upload(entry);
            case ADMISSION -> introduce(entry, true);
            case HELLO -> introduce(entry, false);
            case BATCH -> batch(entry);
            case RETRY -> retry(entry);
            case EPOCH -> epoch(entry);
            case DEAD_LETTER -> deadLetter(entry);
            case ORDER, HANDOVER, RULING -> commands(entry);
            case ADJUSTMENT -> introduce(entry, false);
            case SITE -> rows += SiteProjection.site(ledger.site(), entry);
            case CARD -> SiteProjection.card(ledger, entry, lens.zone());
            case COPY -> copy(entry);
            case ENROLMENT -> enrol(entry);
            case STEERING -> steer(entry);
            case GAP, SELF_TEST, CLOCK -> {
                // Nothing that anyone asks about.
            }
        }
    }

    /// Entries that can no longer be read become a record of their own, so that headquarters can go
    /// on and a person knows.
    void apply(JournalReader.Piece.Gap gap, long receivedMillis) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("firstSeq", gap.firstSeq());
        fields.put("lastSeq", gap.lastSeq());
        fields.put("cause", gap.cause());
        ledger.insert(
                ofBox(
                        new Position(gap.firstSeq(), 0),
                        Kind.GAP,
                        gap.firstSeq() + "-" + gap.lastSeq(),
                        fields,
                        new Draft.Stamp(receivedMillis, 0, 0, false)));
        rows++;
    }

    /// A record that the box states itself.
    static LedgerRow ofBox(
            Position place, Kind kind, String key, Map<String, Object> fields, Draft.Stamp stamp) {
        return new LedgerRow(
                place,
                kind.word(),
                "",
                "new",
                BOX,
                kind.name(),
                key,
                0,
                new byte[0],
                Json.write(fields),
                false,
                Optional.empty(),
                stamp.wallMillis(),
                stamp.clockTrusted(),
                0);
    }

    private Subject subject(String name) {
        return subjects.computeIfAbsent(name, key -> new Subject(ledger, key));
    }

    private void introduce(Entry entry, boolean admitted) {
        Subject terminal = subject(entry.serial());
        if (admitted && terminal.fact(Facts.ADMITTED).isEmpty()) {
            terminal.learn(Facts.ADMITTED, Long.toString(entry.seq()), entry.seq());
        }
        Introduction.read(entry.payload())
                .forEach((name, value) -> terminal.learn(name, value, entry.seq()));
        // Nobody is asked what is known of a terminal before it is: templates may have come first.
        new People(ledger.site(), lens.seal(), ledger::fieldsUnder)
                .versionsKnown(
                        terminal.name(),
                        lens.takers().of(terminal.facts()),
                        entry.seq(),
                        entry.stamp().wallMillis());
    }

    /// True when every record could be read.
    private boolean batch(Entry entry) {
        BatchProjection.Taken taken =
                BatchProjection.apply(ledger, lens.seal(), entry, this::subject);
        rows += taken.rows();
        return taken.whole();
    }

    private void copy(Entry entry) {
        rows += SiteProjection.copy(ledger.site(), entry);
        subject(entry.serial()).learn(Facts.COPIED, Long.toString(entry.seq()), entry.seq());
    }

    private void enrol(Entry entry) {
        FactsEntry.read(entry.payload())
                .forEach((name, facts) ->
                        facts.forEach(
                                (fact, value) -> subject(name).learn(fact, value, entry.seq())));
    }

    private void commands(Entry entry) {
        Subject terminal = subject(entry.serial());
        write(terminal, entry, new CommandProjection(ledger, terminal, entry).apply());
    }

    private void write(Subject terminal, Entry entry, Reading reading) {
        rows += reading.rows().size();
        new UploadProjection(ledger, terminal, entry.seq(), entry.stamp(), entry.isSecret(), lens)
                .apply(reading);
    }

    /// True when the upload could be read and its terminal is one of ours.
    private boolean upload(Entry entry) {
        Subject terminal = subject(entry.serial());
        if (terminal.fact(Facts.ADMITTED).isEmpty()) {
            quarantineWhole(entry, Introduction.MISSING);
            return false;
        }
        Upload upload = Upload.read(entry.payload());
        if (FileProjection.isStep(upload)) {
            return file(entry, upload);
        }
        @Nullable Family known = terminal.fact(Facts.FAMILY).map(Family::of).orElse(null);
        UploadProjection projection =
                new UploadProjection(
                        ledger, terminal, entry.seq(), entry.stamp(), entry.isSecret(), lens);
        boolean understood = true;
        for (Upload part : lens.understanding().parts(upload, known)) {
            understood &= part(entry, terminal, known, projection, part);
        }
        Optional<Serial> serial = terminal(terminal);
        projection
                .newest()
                .ifPresent(moment ->
                        serial.ifPresent(
                                of -> reports.add(new Reported(of, moment, entry.stamp()))));
        return understood;
    }

    private boolean file(Entry entry, Upload upload) {
        Optional<String> wrong = new FileProjection(ledger, entry).apply(upload);
        wrong.ifPresent(why -> quarantineWhole(entry, why));
        return wrong.isEmpty();
    }

    private boolean part(
            Entry entry,
            Subject terminal,
            @Nullable Family known,
            UploadProjection projection,
            Upload part) {
        Reading reading;
        try {
            reading = lens.understanding().read(part, known, Facts.learned(terminal.facts()));
        } catch (RuntimeException e) {
            // A fault of ours: the bytes wait for a program that can read them.
            LOG.log(System.Logger.Level.ERROR, "entry " + entry.seq() + " could not be read", e);
            quarantine(entry, projection.takeRow(), part.write(), "could not be read: " + e);
            return false;
        }
        Reading whole =
                reading.replies().isEmpty()
                        ? reading
                        : new CommandProjection(ledger, terminal, entry).settle(reading);
        rows += whole.rows().size();
        projection.apply(whole);
        return true;
    }

    /// The kind of the entry is the source it is quarantined under.
    private void quarantineWhole(Entry entry, String why) {
        quarantine(entry, 0, entry.payload(), why);
    }

    private void quarantine(Entry entry, int row, byte[] payload, String why) {
        QuarantineRow line = quarantined(entry, row, payload, why);
        if (entry.isSecret()) {
            ledger.quarantineSecret(line);
        } else {
            ledger.quarantine(line);
        }
    }

    private static QuarantineRow quarantined(Entry entry, int row, byte[] payload, String why) {
        return new QuarantineRow(
                new Position(entry.seq(), row),
                entry.serial(),
                "",
                entry.kind().name(),
                why,
                payload,
                entry.stamp().wallMillis(),
                0,
                false);
    }

    /// Reads a whole entry out of quarantine again; true when it was understood.
    private boolean again(Entry entry) {
        if (entry.kind() == EntryKind.UPLOAD) {
            return upload(entry);
        }
        if (entry.kind() == EntryKind.BATCH) {
            return batch(entry);
        }
        write(entry);
        return true;
    }

    /// Reads quarantined lines once more; what is understood now gets the retry's place as
    /// identity, because upstreams have gone past the old one.
    private void retry(Entry entry) {
        new RetryProjection(ledger, lens, this::subject, this::again).apply(entry);
    }

    /// What is no change of epoch must not become a fact: identities are computed from these.
    private void epoch(Entry entry) {
        Epochs.Change change = Epochs.Change.read(Introduction.text(entry.payload()));
        subject(Epochs.SUBJECT).learn(Epochs.FACT + entry.seq(), change.write(), entry.seq());
    }

    private void deadLetter(Entry entry) {
        Map<String, Object> said = Json.read(Introduction.text(entry.payload()));
        subject(Steering.SUBJECT + said.get("upstream"))
                .learn(
                        Steering.DEAD + said.get("seq") + "/" + said.get("row"),
                        String.valueOf(said.get("why")),
                        entry.seq());
    }

    private void steer(Entry entry) {
        Steering.read(Introduction.text(entry.payload()))
                .tells(entry.seq())
                .forEach(told ->
                        subject(told.subject()).learn(told.fact(), told.value(), entry.seq()));
    }

    /// A serial for messages and lookups, when the subject is a terminal.
    static Optional<Serial> terminal(Subject subject) {
        return Serial.read(subject.name());
    }
}
