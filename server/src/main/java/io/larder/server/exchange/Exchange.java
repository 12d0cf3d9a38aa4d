package io.larder.server.exchange;

import io.larder.server.command.Commands;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.TimeAnswer;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One request in, one answer out. An upload is in the journal before it is answered; everything
/// else is answered from memory.
public final class Exchange {
    /// How long a terminal that may come again at once is told to wait.
    static final int SOON_SECONDS = 5;

    /// How long when a person or headquarters must act first.
    static final int LATER_SECONDS = 60;

    private final Intake intake;
    private final Terminals terminals;
    private final Admission admission;
    private final Commands commands;
    private final BoxClock clock;
    private final SiteSettings site;
    private final FileService files;
    private final Floodgate floodgate;
    private final Gate gate;
    private final CardServices cards;
    private final PersonServices people;
    private final Greeting greeting;
    private final KeyDesk keys;
    private final Sealing sealing;

    public Exchange(
            Intake intake,
            Terminals terminals,
            Admission admission,
            Projector projector,
            Commands commands,
            BoxClock clock,
            SiteSettings site,
            FileService files,
            CardServices cards,
            PersonServices people,
            SessionKeys sessions) {
        this.intake = intake;
        this.terminals = terminals;
        this.admission = admission;
        this.commands = commands;
        this.clock = clock;
        this.site = site;
        this.files = files;
        this.floodgate = new Floodgate(site.requestsPerSecond(), clock::monotonicMillis);
        this.cards = cards;
        this.people = people;
        this.gate = new Gate(intake, terminals, admission, projector, clock);
        this.keys = new KeyDesk(sessions);
        this.sealing = new Sealing(sessions, intake, clock);
        this.greeting = new Greeting(gate, terminals, projector, commands, clock, site, keys);
    }

    /// Answers a terminal. Blocks until an upload is durable or refused.
    public Answer handle(Wire.Request wire) {
        Optional<Serial> serial = Sender.serial(wire);
        if (serial.isPresent() && !floodgate.lets(serial.get())) {
            return new Answer.Refused(
                    503, "terminal " + serial.get() + " sends too many requests", SOON_SECONDS);
        }
        @Nullable Family known = serial.flatMap(terminals::find).map(Terminal::family).orElse(null);
        return sealing.answer(wire, known, this::answer);
    }

    private Answer answer(Request request, Wire.Request wire) {
        return switch (request) {
            case Request.Refused refused -> refused(refused);
            case Request.Hello hello -> hello(hello);
            case Request.Upload upload -> store(upload);
            case Request.Reply reply -> store(upload(reply));
            case Request.Poll poll -> poll(poll, wire);
            case Request.Fetch fetch -> files.answer(fetch);
            case Request.CardService card ->
                    ask(card.serial(), Family.CANTEEN, wire, (_, _) -> cards.answer(card));
            case Request.AskPerson question ->
                    ask(
                            question.serial(),
                            Family.ATTENDANCE,
                            wire,
                            (terminal, _) -> people.remember(terminal, question));
            case Request.Verify question ->
                    ask(
                            question.serial(),
                            Family.ATTENDANCE,
                            wire,
                            (terminal, _) -> people.verify(terminal, question));
            case Request.ExchangeKeys exchange -> exchangeKeys(exchange);
            case Request.AskTime time ->
                    ask(time.serial(), time.family(), wire, (_, now) -> time(now, time.packed()));
            case Request.Ping ping ->
                    ask(ping.serial(), Family.ATTENDANCE, wire, (_, _) -> new Answer.Idle());
        };
    }

    private static Answer refused(Request.Refused refused) {
        return new Answer.Refused(
                refused.status(), refused.why(), refused.status() == 503 ? LATER_SECONDS : 0);
    }

    private static Request.Upload upload(Request.Reply reply) {
        return new Request.Upload(reply.serial(), reply.family(), "", false, reply.wire());
    }

    private Answer poll(Request.Poll poll, Wire.Request wire) {
        return ask(
                poll.serial(),
                poll.family(),
                wire,
                Introductions.polled(wire.query()),
                (terminal, _) -> due(terminal));
    }

    private Answer ask(
            Serial serial,
            Family family,
            Wire.Request wire,
            BiFunction<Terminal, Instant, Answer> answer) {
        return ask(serial, family, wire, Map.of(), answer);
    }

    private Answer hello(Request.Hello hello) {
        String key = hello.wire().query().text("pushcommkey").orElse(null);
        if (!admission.bound(hello.serial(), key)) {
            return new Answer.Refused(403, "the binding key is not the one of this terminal", 0);
        }
        return clock.trusted() ? greeting.answer(hello) : clockNotSet();
    }

    private Answer exchangeKeys(Request.ExchangeKeys request) {
        return keys.refusal(request)
                .orElseGet(() -> clock.trusted() ? keys(request) : clockNotSet());
    }

    /// Keys are for those who were let in.
    private Answer keys(Request.ExchangeKeys request) {
        Serial serial = request.serial();
        return switch (gate.known(serial)) {
            case Gate.Passage.Known(Terminal terminal) -> {
                terminals.heard(serial, clock.now(), request.wire().peer(), 0);
                yield keys.answer(terminal, request);
            }
            case Gate.Passage.Undecided _ -> stillReading();
            case Gate.Passage.TurnedAway(String why) -> unknown(serial, why);
            case Gate.Passage.NotNow(Refused refused) -> refuse(refused);
        };
    }

    private static Answer clockNotSet() {
        return new Answer.Refused(503, "the clock of this box is not set yet", LATER_SECONDS);
    }

    private Answer ask(
            Serial serial,
            Family family,
            Wire.Request wire,
            Map<String, String> polled,
            BiFunction<Terminal, Instant, Answer> answer) {
        if (!clock.trusted()) {
            // Every answer carries the Date from which terminals set their clocks.
            return clockNotSet();
        }
        return switch (gate.pass(serial, family, Map.of())) {
            case Gate.Passage.Known(Terminal terminal) -> {
                Instant now = clock.now();
                hear(terminal, wire, polled, now);
                yield answer.apply(terminal, now);
            }
            case Gate.Passage.Undecided _ -> stillReading();
            case Gate.Passage.TurnedAway(String why) -> unknown(serial, why);
            case Gate.Passage.NotNow(Refused refused) -> refuse(refused);
        };
    }

    /// Remembers what the terminal says of itself. What lasts is written down; when that is
    /// refused, nothing was promised, and the terminal says it again.
    private void hear(
            Terminal terminal, Wire.Request wire, Map<String, String> polled, Instant now) {
        Map<String, String> lasting = Introductions.lasting(polled);
        long seq =
                !terminal.facts().entrySet().containsAll(lasting.entrySet())
                                && gate.append(
                                                EntryKind.HELLO,
                                                terminal.serial(),
                                                Introductions.written(lasting, polled))
                                        instanceof Receipt receipt
                        ? receipt.seq()
                        : 0;
        terminals.heard(terminal.serial(), now, wire.peer(), seq, polled);
    }

    /// The commands that wait for a terminal; `OK` when there are none.
    private Answer due(Terminal terminal) {
        List<Bytes> lines = commands.handOver(terminal);
        return lines.isEmpty() ? new Answer.Idle() : new Answer.Text(Bytes.joined(lines));
    }

    private Answer time(Instant now, boolean packed) {
        OffsetDateTime there = now.atOffset(site.offset(now));
        return new Answer.Text(
                packed ? TimeAnswer.packed(there) : TimeAnswer.write(there, site.compactTime()));
    }

    private Answer store(Request.Upload upload) {
        return switch (gate.pass(upload.serial(), upload.family(), Map.of())) {
            case Gate.Passage.Known(Terminal terminal) ->
                    append(upload, acknowledgement(upload, terminal));
            case Gate.Passage.Undecided _ -> append(upload, upload.acknowledgement());
            case Gate.Passage.TurnedAway(String why) -> unknown(upload.serial(), why);
            case Gate.Passage.NotNow(Refused refused) -> refuse(refused);
        };
    }

    /// `OK:<rows>` for a terminal that a person has set to want it so (PROTOCOL.md 1.0.7).
    private static String acknowledgement(Request.Upload upload, Terminal terminal) {
        return upload.acknowledgement().equals(Request.Upload.OK)
                        && upload.family() == Family.ATTENDANCE
                        && AttendanceTables.isLineByLine(upload.table())
                        && Facts.isSet(terminal.facts(), Adjustments.OK_COUNT)
                ? Request.Upload.OK + ":" + Lines.count(upload.wire().body())
                : upload.acknowledgement();
    }

    private Answer append(Request.Upload upload, String acknowledgement) {
        Wire.Request wire = upload.wire();
        Serial serial = upload.serial();
        byte[] payload = new Upload(wire.method(), wire.target(), wire.peer(), wire.body()).write();
        Draft draft =
                new Draft(
                        EntryKind.UPLOAD,
                        serial.text(),
                        payload,
                        upload.deferrable(),
                        Confidential.isSecret(upload),
                        clock.stamp());
        return switch (intake.append(draft)) {
            case Receipt receipt -> {
                terminals.heard(serial, clock.now(), wire.peer(), receipt.seq());
                yield new Answer.Stored(receipt, acknowledgement);
            }
            case Refused refused -> refuse(refused);
        };
    }

    /// Whatever cannot be stored is refused so that the terminal keeps it and comes again.
    static Answer refuse(Refused refused) {
        return switch (refused.reason()) {
            case TOO_LARGE -> new Answer.Refused(413, refused.why(), 0);
            case BUSY, CLOSED -> new Answer.Refused(503, refused.why(), SOON_SECONDS);
            case FULL, FAILED -> new Answer.Refused(503, refused.why(), LATER_SECONDS);
        };
    }

    static Answer stillReading() {
        return new Answer.Refused(
                503, "the box has just started and is reading its records", SOON_SECONDS);
    }

    static Answer unknown(Serial serial, String why) {
        return new Answer.Refused(404, "terminal " + serial + " is not known here and " + why, 0);
    }
}
