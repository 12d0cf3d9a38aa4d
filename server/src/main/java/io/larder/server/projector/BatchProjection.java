package io.larder.server.projector;

import io.larder.crypto.Digest;
import io.larder.crypto.Seal;
import io.larder.server.command.BoxResult;
import io.larder.server.json.Batch;
import io.larder.server.json.BatchCodec;
import io.larder.server.json.BoxFacts;
import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.json.SealedLine;
import io.larder.server.json.UnreadableBatch;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.record.Verdict;
import io.larder.server.terminal.Facts;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Writes a batch that another box relayed to this one. Its records keep the identity they came
/// with; what is here already under the same natural key and with the same content is only counted,
/// so that a box restored from an old image doubles nothing. The bytes that records bring are kept
/// beside them, each once.
final class BatchProjection {
    private static final String SEALED = "a record that was sealed with a key that is not here";

    /// How many records there were, and whether all of them could be read.
    record Taken(int rows, boolean whole) {}

    private final LedgerBatch ledger;
    private final Seal seal;
    private final Entry entry;
    private final Function<String, Subject> subjects;
    private final List<String> unreadable = new ArrayList<>();
    private int row;

    private BatchProjection(
            LedgerBatch ledger, Seal seal, Entry entry, Function<String, Subject> subjects) {
        this.ledger = ledger;
        this.seal = seal;
        this.entry = entry;
        this.subjects = subjects;
    }

    static Taken apply(
            LedgerBatch ledger, Seal seal, Entry entry, Function<String, Subject> subjects) {
        BatchProjection projection = new BatchProjection(ledger, seal, entry, subjects);
        Subject box = subjects.apply(BoxFacts.SUBJECT + entry.serial());
        try {
            Batch batch =
                    BatchCodec.unpack(
                            entry.payload(),
                            (_, record) -> projection.line(record.text(StandardCharsets.UTF_8)));
            projection.place(box, batch);
            projection.traffic(box, batch);
            projection.setAside(batch);
        } catch (UnreadableBatch e) {
            throw new IllegalStateException("a batch was read once before it was taken", e);
        }
        return new Taken(projection.row, projection.unreadable.isEmpty());
    }

    /// Where the box stands. Sealed records are read again long after.
    private void place(Subject box, Batch batch) {
        String next = "next." + batch.epoch();
        boolean before =
                box.fact(next)
                        .flatMap(Position::read)
                        .filter(known -> known.compareTo(batch.next()) > 0)
                        .isPresent();
        if (!before) {
            box.learn(next, batch.next().toString(), entry.seq());
            batch.mark().ifPresent(mark -> box.learn("mark." + batch.epoch(), mark, entry.seq()));
        }
    }

    /// When the box sent last and how much that day, and what it had then.
    private void traffic(Subject box, Batch batch) {
        long now = entry.stamp().wallMillis();
        String day = BoxFacts.day(now);
        long before = 0;
        if (box.fact(BoxFacts.DAY).equals(Optional.of(day))) {
            before = box.fact(BoxFacts.DAY_BYTES).map(Long::parseLong).orElse(0L);
        }
        box.learn(BoxFacts.SENT, Long.toString(now), entry.seq());
        box.learn(BoxFacts.DAY, day, entry.seq());
        box.learn(BoxFacts.DAY_BYTES, Long.toString(before + entry.payload().length), entry.seq());
        batch.lastSeq()
                .ifPresent(last ->
                        box.learn(BoxFacts.LAST + batch.epoch(), Long.toString(last), entry.seq()));
    }

    /// Puts what cannot be opened into quarantine, as a batch that can be read again.
    private void setAside(Batch batch) {
        if (unreadable.isEmpty()) {
            return;
        }
        Batch rest =
                new Batch(
                        batch.box(),
                        batch.epoch(),
                        batch.from(),
                        batch.next(),
                        unreadable.size(),
                        batch.mark());
        ledger.quarantine(
                new QuarantineRow(
                        new Position(entry.seq(), row),
                        entry.serial(),
                        "",
                        EntryKind.BATCH.name(),
                        unreadable.size() + " times " + SEALED,
                        BatchCodec.pack(rest, unreadable),
                        entry.stamp().wallMillis(),
                        0,
                        false));
    }

    private void line(String line) {
        Optional<byte[]> closed = SealedLine.read(line);
        if (closed.isEmpty()) {
            record(line, false);
            return;
        }
        Optional<byte[]> opened = seal.open(closed.get(), SealedLine.about(entry.serial()));
        if (opened.isPresent()) {
            record(SealedLine.unpacked(opened.get()), true);
        } else {
            unreadable.add(line);
            row++;
        }
    }

    private void record(String line, boolean secret) {
        Map<String, Object> record = Json.read(line);
        Optional<String> content = RecordContent.detach(record);
        content.ifPresent(text -> keep(record, text));
        String kept = content.isPresent() ? Json.write(record) : line;
        String subject = text(record, "terminal");
        String[] key = text(record, "key").split("/", 2);
        String natural = subject.isEmpty() || key.length < 2 ? identity(record) : key[1];
        byte[] digest = HexFormat.of().parseHex(text(record, "contentDigest"));
        List<LedgerRow.Known> known = ledger.known(subject, key[0], natural);
        Optional<LedgerRow.Known> same =
                known.stream().filter(one -> Arrays.equals(one.digest(), digest)).findFirst();
        if (same.isPresent()) {
            ledger.repeat(same.get().position());
        } else {
            LedgerRow fresh = row(record, kept, subject, key[0], natural, digest);
            if (secret && !RecordContent.isOf(fresh.kind())) {
                ledger.insertSecret(fresh);
            } else {
                ledger.insert(fresh);
            }
            if (fresh.kind().equals(Kind.CARD_EVENT.word())) {
                SiteProjection.relayed(ledger.site(), record, entry.seq());
            }
        }
        row++;
        if (Serial.read(subject).isPresent()) {
            follow(subjects.apply(subject), record, same.isEmpty());
        }
    }

    /// Keeps the bytes that came with a record, also when that was here before: it may have come
    /// without. What is not what the record says is refused; the record stays.
    private void keep(Map<String, Object> record, String text) {
        Optional<String> sha256 = RecordContent.sha256(record);
        Optional<byte[]> bytes =
                RecordContent.decode(text)
                        .filter(each -> sha256.equals(Optional.of(Digest.sha256Hex(each))));
        if (bytes.isPresent() && RecordContent.isOf(text(record, "kind"))) {
            ledger.keep(
                    sha256.orElseThrow(),
                    bytes.get(),
                    RecordContent.isLasting(record),
                    entry.seq());
        } else {
            subjects.apply(text(record, "terminal"))
                    .learn(
                            Facts.NOTICE,
                            "the bytes that box "
                                    + entry.serial()
                                    + " sent with record "
                                    + text(record, "key")
                                    + " are not those it names: only the record is kept",
                            entry.seq());
        }
    }

    /// Where the terminal stands, so that orders find it, and how those ended.
    private void follow(Subject terminal, Map<String, Object> record, boolean fresh) {
        if (terminal.fact(Facts.ADMITTED).isPresent()) {
            return;
        }
        terminal.learn(Facts.VIA, entry.serial(), entry.seq());
        String family = text(record, "family");
        boolean known = Stream.of(Family.values()).anyMatch(each -> each.word().equals(family));
        if (known && terminal.fact(Facts.FAMILY).isEmpty()) {
            terminal.learn(Facts.FAMILY, family, entry.seq());
        }
        if (text(record, "kind").equals(Kind.COMMAND_RESULT.word())) {
            BoxResult.read(record)
                    .ifPresent(result ->
                            new CommandProjection(ledger, terminal, entry).report(result, fresh));
        }
    }

    private LedgerRow row(
            Map<String, Object> record,
            String line,
            String subject,
            String source,
            String natural,
            byte[] digest) {
        return new LedgerRow(
                new Position(entry.seq(), row),
                text(record, "kind"),
                text(record, "family"),
                record.getOrDefault("verdict", Verdict.NEW.word()).toString(),
                subject,
                source,
                natural,
                record.get("recNoEpoch") instanceof Long epoch ? epoch.intValue() : 0,
                digest,
                line,
                true,
                Optional.empty(),
                entry.stamp().wallMillis(),
                entry.stamp().clockTrusted(),
                0);
    }

    /// A record without terminal or natural key is told apart by where it came from.
    private static String identity(Map<String, Object> record) {
        return record.get("box")
                + "."
                + record.get("epoch")
                + "."
                + record.get("seq")
                + "."
                + record.get("row");
    }

    private static String text(Map<String, Object> record, String name) {
        return record.getOrDefault(name, "").toString();
    }
}
