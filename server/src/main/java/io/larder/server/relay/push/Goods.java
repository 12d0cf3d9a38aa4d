package io.larder.server.relay.push;

import io.larder.server.command.ReferencedCommands;
import io.larder.server.json.Json;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Kind;
import io.larder.server.record.Upload;
import io.larder.server.relay.Box;
import io.larder.storage.Entry;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;

/// What a server is to have of the journal from a place on, stretch by stretch and in order:
/// uploads as they came, from the journal itself, and between them the replies to the server's
/// commands, from their records.
///
/// Replies to commands are never handed on as they came: they carry numbers of the box.
final class Goods implements AutoCloseable {
    private static final Set<String> REPLIES = Set.of("/iclock/devicecmd", "/iclock/posdevicecmd");
    private static final String ANSWERS = "/iclock/querydata";
    private static final String COMMAND = "cmdid";

    /// Tables of which a server may say how many lines it took.
    private static final Set<String> COUNTED =
            Set.of("ATTLOG", "OPERLOG", "BUYLOG", "FULLLOG", "ALLOWLOG");

    /// Replies in memory at once.
    private static final int PAGE = 100;

    private final Box box;
    private final PushSettings settings;
    private final CommandReference references;
    private final Lanes lanes;
    private final Predicate<String> wanted;
    private final JournalReader journal;

    /// Read and not yet given out.
    private final Queue<Entry> entries = new ArrayDeque<>();

    private final Queue<LedgerRow> ends = new ArrayDeque<>();

    /// There are no replies before it but those in `ends`.
    private Position endsRead;

    private Position place;

    /// From `from` on, of the terminals `wanted`.
    Goods(
            Box box,
            PushSettings settings,
            CommandReference references,
            Lanes lanes,
            Predicate<String> wanted,
            Position from) {
        this.box = box;
        this.settings = settings;
        this.references = references;
        this.lanes = lanes;
        this.wanted = wanted;
        this.place = from;
        this.endsRead = from;
        this.journal = box.store().journal().reader(from.seq());
    }

    /// Everything before it was given out.
    Position place() {
        return place;
    }

    /// The next ones before `until`; empty when there is nothing left before it.
    Optional<List<Load>> next(Position until) throws IOException {
        if (place.compareTo(until) >= 0) {
            return Optional.empty();
        }
        boolean more = !entries.isEmpty() || read();
        Position to = more ? least(new Position(journal.next(), 0), until) : until;
        List<Load> loads = new ArrayList<>();
        while (!entries.isEmpty() && at(entries.element()).compareTo(to) < 0) {
            Entry entry = entries.remove();
            endsBefore(at(entry), until, loads);
            if (at(entry).compareTo(place) >= 0) {
                upload(entry).ifPresent(loads::add);
            }
        }
        endsBefore(to, until, loads);
        place = to;
        return Optional.of(loads);
    }

    private static Position at(Entry entry) {
        return new Position(entry.seq(), 0);
    }

    /// Reads on in the journal; false at its end.
    private boolean read() throws IOException {
        Optional<JournalReader.Piece> piece = journal.read(PushLimits.READ_BYTES);
        if (piece.isPresent() && piece.get() instanceof JournalReader.Piece.Entries(var some)) {
            entries.addAll(some);
        }
        return piece.isPresent();
    }

    private static Position least(Position one, Position other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Optional<Load> upload(Entry entry) {
        if (entry.kind() != EntryKind.UPLOAD
                || !entry.isReadable()
                || !wanted.test(entry.serial())
                || lanes.find(entry.serial()).isEmpty()) {
            return Optional.empty();
        }
        Upload upload = Upload.read(entry.payload());
        Wire.Request wire =
                Wire.Request.of(upload.method(), upload.target(), upload.body(), upload.peer());
        String table = Sender.table(wire);
        if (!wire.method().equals("POST")
                || settings.without().contains(table)
                || REPLIES.contains(wire.path())
                || (table.isEmpty() && Sender.bodyIsReply(wire))) {
            return Optional.empty();
        }
        int rows = COUNTED.contains(table) ? Lines.count(upload.body()) : -1;
        return target(entry.serial(), wire)
                .map(target ->
                        new Load(
                                new Position(entry.seq(), 0),
                                entry.serial(),
                                Ask.post(target, upload.body()),
                                table,
                                rows,
                                ""));
    }

    /// As it was written, without another's host. What answers a command of the server's carries
    /// the server's number, and what answers another's is not for it.
    private Optional<String> target(String serial, Wire.Request wire) {
        String target = wire.target();
        int scheme = target.indexOf("://");
        int path = scheme < 0 || scheme > 8 ? 0 : target.indexOf('/', scheme + 3);
        String relative = path < 0 ? "/" : target.substring(path);
        if (!wire.path().equals(ANSWERS) || !wire.query().has(COMMAND)) {
            return Optional.of(relative);
        }
        String number = wire.query().text(COMMAND, "");
        return number(number).stream()
                .boxed()
                .findFirst()
                .flatMap(own -> reference(serial, own))
                .flatMap(references::number)
                .map(theirs ->
                        relative.replaceFirst(
                                "(?i)([?&]" + COMMAND + "=)" + number, "$1" + theirs.asLatin1()));
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,16}")
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private Optional<String> reference(String serial, long number) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            return ReferencedCommands.reference(ledger, serial, number);
        }
    }

    /// Adds the replies that come before `at`; those before `until` may be read for it.
    private void endsBefore(Position at, Position until, List<Load> loads) {
        while (true) {
            if (ends.isEmpty() && endsRead.compareTo(at) < 0) {
                turnPage(until);
            }
            LedgerRow row = ends.peek();
            if (row != null && row.position().compareTo(at) < 0) {
                ends.remove();
                reply(row).ifPresent(loads::add);
            } else if (row != null || endsRead.compareTo(at) >= 0) {
                return;
            }
        }
    }

    private void turnPage(Position until) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            List<LedgerRow> page =
                    ledger.page(Kind.COMMAND_RESULT.word(), endsRead, until.seq(), PAGE).stream()
                            .filter(row -> row.position().compareTo(until) < 0)
                            .toList();
            ends.addAll(page);
            endsRead = page.isEmpty() ? until : after(page.getLast().position());
        }
    }

    private static Position after(Position record) {
        return new Position(record.seq(), record.row() + 1);
    }

    private Optional<Load> reply(LedgerRow row) {
        Optional<Lane> lane =
                wanted.test(row.subject()) ? lanes.find(row.subject()) : Optional.empty();
        String reference = String.valueOf(Json.read(row.fields()).getOrDefault("reference", ""));
        return lane.flatMap(one ->
                references
                        .number(reference)
                        .map(number -> CommandEnd.reply(number, box.json().object(row)))
                        .map(body ->
                                new Load(
                                        row.position(),
                                        row.subject(),
                                        Ask.post(
                                                Introduction.replies(one.family(), one.serial()),
                                                body),
                                        "",
                                        -1,
                                        reference)));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
