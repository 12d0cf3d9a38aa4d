package io.larder.server.projector;

import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import io.larder.server.record.Verdict;
import io.larder.server.site.Holdings;
import io.larder.server.site.People;
import io.larder.server.site.Wallets;
import io.larder.server.terminal.Facts;
import io.larder.storage.Draft;
import io.larder.storage.Ledger;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes what one upload means into the ledger.
final class UploadProjection {
    /// A terminal's clock may run ahead a little; a whole day is worth a flag (TIME-014).
    private static final Duration AHEAD = Duration.ofDays(1);

    /// The table that every canteen terminal numbers, and begins anew when its memory is lost.
    private static final String PURCHASES = "BUYLOG";

    /// Kinds that keep their line as it came, with whatever was in it.
    private static final Set<Kind> AS_IT_CAME = Set.of(Kind.UNKNOWN, Kind.COMMAND_RESULT);

    private static final String LOCAL = "yyyy-MM-ddTHH:mm:ss";

    private final LedgerBatch ledger;
    private final Subject terminal;
    private final long seq;
    private final Draft.Stamp stamp;
    private final boolean secret;
    private final Lens lens;
    private final FileReferences files;
    private int row;

    /// True once a row was something that is not in the ledger yet.
    private boolean news;

    /// True once a row turned out to be of an earlier life of its numbering.
    private boolean stale;

    /// The largest record number of this upload in the present life of its numbering.
    private long most;

    /// True when this upload began that life.
    private boolean restarted;

    /// The newest moment that a row of it tells of.
    private @Nullable Instant newest;

    /// `secret`: what is kept of it as it came must not lie in the clear.
    UploadProjection(
            LedgerBatch ledger,
            Subject terminal,
            long seq,
            Draft.Stamp stamp,
            boolean secret,
            Lens lens) {
        this.ledger = ledger;
        this.terminal = terminal;
        this.seq = seq;
        this.stamp = stamp;
        this.secret = secret;
        this.lens = lens;
        this.files = new FileReferences(ledger, terminal.name());
    }

    /// Rows first, then the bookmarks that depend on their judgement. Says how many rows were odd.
    int apply(Reading reading) {
        int odd = 0;
        for (Row one : reading.rows()) {
            switch (one) {
                case Row.Read(Record record) -> keep(reading, files.whole(record));
                case Row.Odd(Bytes line, String why) -> {
                    quarantine(reading, line, why);
                    odd++;
                }
            }
            row++;
        }
        if (terminal.fact(Facts.FAMILY).isEmpty()) {
            terminal.learn(Facts.FAMILY, reading.family().word(), seq);
        }
        reading.learned().forEach((name, value) -> terminal.learn(Facts.learned(name), value, seq));
        reading.said().forEach((name, value) -> terminal.learn(Facts.info(name), value, seq));
        if (!reading.said().isEmpty()) {
            new People(ledger.site(), lens.seal(), ledger::fieldsUnder)
                    .versionsKnown(
                            terminal.name(),
                            lens.takers().of(terminal.facts()),
                            seq,
                            stamp.wallMillis());
        }
        reading.bookmarks().forEach(this::move);
        reading.notices().forEach(notice -> terminal.learn(Facts.NOTICE, notice, seq));
        return odd;
    }

    /// The place of a line that is not written here.
    int takeRow() {
        return row++;
    }

    private void keep(Reading reading, Record said) {
        Record record = marked(said);
        RecordKey key = record.key();
        boolean numbered = key.rule() == RecordKey.Rule.NUMBERED;
        int epoch =
                numbered
                        ? terminal.fact(Facts.epoch(key.table())).map(Integer::parseInt).orElse(0)
                        : 0;
        Judge.Judgement judged = Judge.judge(ledger, terminal.name(), key, epoch);
        if (numbered) {
            count(key, judged.epoch(), epoch);
        }
        if (judged.verdict() == Verdict.DUPLICATE) {
            judged.same().ifPresent(ledger::repeat);
            if (reading.family() != Family.CANTEEN) {
                backAgain(shared(reading, record));
            }
            return;
        }
        news = true;
        Optional<String> before =
                judged.verdict() == Verdict.REVISION
                        ? ledger.lastFields(terminal.name(), key.table(), key.key())
                        : Optional.empty();
        if (secret && AS_IT_CAME.contains(record.kind())) {
            ledger.insertSecret(row(reading, record, judged));
        } else {
            ledger.insert(row(reading, record, judged));
        }
        bytes(record);
        if (judged.verdict() == Verdict.NEW) {
            new Wallets(ledger.site()).take(terminal.name(), record, seq);
        }
        if (reading.family() != Family.CANTEEN) {
            people(shared(reading, record), before);
        }
    }

    /// A digest of few digits gives them away to whoever tries all: what may hold a password is
    /// told apart by a digest that takes the key.
    private Record marked(Record record) {
        boolean guessable =
                record.kind() == Kind.PERSON || (secret && record.kind() == Kind.COMMAND_RESULT);
        if (!guessable) {
            return record;
        }
        RecordKey key = record.key();
        RecordKey marked =
                new RecordKey(
                        key.table(), key.key(), lens.seal().fingerprint(key.content()), key.rule());
        return new Record(record.kind(), marked, record.fields(), record.raw(), record.content());
    }

    /// The record without what nobody else can use: meeting terminals say digests of passwords.
    private static Record shared(Reading reading, Record record) {
        return reading.family() == Family.MEETING
                ? new Record(record.kind(), record.key(), record.fields(), record.raw())
                : record;
    }

    /// Somebody was deleted at the keys and is enrolled again just as before.
    private void backAgain(Record record) {
        if (new People(ledger.site(), lens.seal(), ledger::fieldsUnder)
                .isStranger(terminal.name(), record)) {
            RecordKey key = record.key();
            people(record, ledger.lastFields(terminal.name(), key.table(), key.key()));
        }
    }

    /// A password is in the journal, and sealed in the site's data: nowhere else.
    private void bytes(Record record) {
        if (record.kind() != Kind.PERSON
                && record.fields().get("sha256") instanceof String sha256) {
            boolean lasting = RecordContent.isLasting(record.fields());
            record.content().ifPresent(bytes -> ledger.keep(sha256, bytes.toArray(), lasting, seq));
        }
    }

    private void people(Record record, Optional<String> before) {
        if (!People.areMeant(record)) {
            return;
        }
        terminal.learn(Facts.SAID_PEOPLE, Long.toString(seq), seq);
        new People(ledger.site(), lens.seal(), ledger::fieldsUnder)
                .take(
                        terminal.name(),
                        record,
                        before,
                        lens.takers().of(terminal.facts()),
                        seq,
                        stamp.wallMillis())
                .ifPresent(notice -> terminal.learn(Facts.NOTICE, notice, seq));
    }

    /// Keeps the books that bookmarks need: a resend out of an earlier life must not move them.
    private void count(RecordKey key, int epoch, int present) {
        if (epoch < present) {
            stale = true;
            return;
        }
        if (epoch > present) {
            terminal.learn(Facts.epoch(key.table()), Integer.toString(epoch), seq);
            restarted = true;
            most = 0;
            if (key.table().equals(PURCHASES)) {
                // Cleared, or another one under the same number: what it was told is gone too.
                new Holdings(ledger.site()).forget(terminal.name());
            }
        }
        most = Math.max(most, number(key.key()));
    }

    private LedgerRow row(Reading reading, Record record, Judge.Judgement judged) {
        RecordKey key = record.key();
        return new LedgerRow(
                new Position(seq, row),
                record.kind().word(),
                reading.family().word(),
                judged.verdict().word(),
                terminal.name(),
                key.table(),
                key.key(),
                judged.epoch(),
                judged.digest().toArray(),
                Json.write(fields(record, judged.epoch())),
                false,
                raw(record),
                stamp.wallMillis(),
                stamp.clockTrusted(),
                0);
    }

    private Map<String, Object> fields(Record record, int epoch) {
        Map<String, Object> fields = new LinkedHashMap<>(record.fields());
        boolean numbered = record.key().rule() == RecordKey.Rule.NUMBERED;
        if (numbered && fields.containsKey("recNo") && record.kind() != Kind.PURCHASE_ITEM) {
            fields.put("recNoEpoch", (long) epoch);
        }
        if (fields.get("time") instanceof String time && isAhead(time)) {
            fields.put("future", true);
        }
        return fields;
    }

    /// A terminal that names its offset is ahead by the moment it means, another by its wall clock.
    private boolean isAhead(String time) {
        LocalDateTime local = LocalDateTime.parse(time.substring(0, LOCAL.length()));
        Instant moment =
                time.length() > LOCAL.length()
                        ? OffsetDateTime.parse(time).toInstant()
                        : local.atZone(lens.zone()).toInstant();
        if (newest == null || moment.isAfter(newest)) {
            newest = moment;
        }
        Instant received = Instant.ofEpochMilli(stamp.wallMillis());
        return stamp.clockTrusted() && moment.isAfter(received.plus(AHEAD));
    }

    /// The newest moment that a row told of so far, by the terminal's clock.
    Optional<Instant> newest() {
        return Optional.ofNullable(newest);
    }

    private static Optional<byte[]> raw(Record record) {
        boolean whole = record.kind() == Kind.UNKNOWN;
        return whole && record.raw().length() > Ledger.RAW_LIMIT_BYTES
                ? Optional.empty()
                : Optional.of(record.raw().toArray());
    }

    private void quarantine(Reading reading, Bytes line, String why) {
        QuarantineRow odd =
                new QuarantineRow(
                        new Position(seq, row),
                        terminal.name(),
                        reading.family().word(),
                        reading.table(),
                        why,
                        line.toArray(),
                        stamp.wallMillis(),
                        0,
                        false);
        news |= secret ? ledger.quarantineSecret(odd) : ledger.quarantine(odd);
    }

    private void move(Bookmark bookmark) {
        String fact = Facts.bookmark(bookmark.name());
        String old = terminal.fact(fact).orElse("0");
        boolean counts = bookmark.rule() == Bookmark.Rule.NUMBER && bookmark.isNumber();
        Bookmark mine =
                counts && (restarted || stale)
                        ? new Bookmark(bookmark.name(), Long.toString(most), bookmark.rule())
                        : bookmark;
        if (counts && restarted) {
            terminal.learn(fact, mine.value(), seq);
        } else {
            terminal.learn(fact, news ? mine.after(old) : mine.afterResend(old), seq);
        }
    }

    private static long number(String key) {
        int slash = key.indexOf('/');
        return Long.parseLong(slash < 0 ? key : key.substring(0, slash));
    }
}
