package io.larder.server.exchange.meeting;

import io.larder.crypto.Digest;
import io.larder.server.command.Commands;
import io.larder.server.command.Languages;
import io.larder.server.command.Visit;
import io.larder.server.exchange.Floodgate;
import io.larder.server.exchange.Gate;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.meeting.Abilities;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.FileStep;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.Intake;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Receives meeting terminals and answers their messages. An upload is in the journal before it is
/// answered. Source: PROTOCOL.md 6.
public final class MeetingExchange implements Reception {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    /// All functions that a terminal may name and this box knows.
    private static final Set<String> OFFERED =
            Stream.concat(
                            MeetingCall.names().stream(),
                            Languages.of(Family.MEETING).stream()
                                    .flatMap(language -> language.help().keySet().stream())
                                    .map(help -> help.split(" ", 2)[0]))
                    .collect(Collectors.toUnmodifiableSet());

    private final Terminals terminals;
    private final Commands commands;
    private final BoxClock clock;
    private final MeetingSettings settings;
    private final ConnectedTerminals connected;
    private final SessionKeys keys;
    private final Floodgate floodgate;
    private final LogIn logIn;
    private final Keeper keeper;
    private final Projector projector;
    private final FileUploads files;
    private final Answers answers = new Answers();

    /// What a box is made of, as far as meeting terminals have to do with it. `keys` are exchanged
    /// anew on each connection.
    public record Parts(
            Store store,
            Intake intake,
            Terminals terminals,
            Admission admission,
            Projector projector,
            Commands commands,
            BoxClock clock,
            ConnectedTerminals connected,
            RandomGenerator random,
            SessionKeys keys) {}

    public MeetingExchange(Parts parts, MeetingSettings settings) {
        this.terminals = parts.terminals();
        this.commands = parts.commands();
        this.clock = parts.clock();
        this.settings = settings;
        this.connected = parts.connected();
        this.keys = parts.keys();
        this.floodgate = new Floodgate(settings.site().requestsPerSecond(), clock::monotonicMillis);
        this.projector = parts.projector();
        this.keeper = new Keeper(parts.intake(), terminals, clock);
        this.files =
                new FileUploads(
                        parts.store(), parts.projector(), terminals, clock, settings.fileBytes());
        this.logIn =
                new LogIn(
                        new Gate(
                                parts.intake(),
                                terminals,
                                parts.admission(),
                                parts.projector(),
                                clock),
                        terminals,
                        parts.projector(),
                        new MeetingCredentials(settings),
                        parts.random());
    }

    @Override
    public MeetingSession open(String peer, Speaker speaker) {
        return new Session(this, peer, new Voice(speaker, keys));
    }

    ConnectedTerminals connected() {
        return connected;
    }

    long millis() {
        return clock.monotonicMillis();
    }

    /// How long a terminal may say nothing.
    long silenceMillis() {
        return settings.heartbeat().toMillis() * MeetingLimits.MISSED_HEARTBEATS;
    }

    /// Whether it may say something just now.
    boolean lets(Serial serial) {
        return floodgate.lets(serial);
    }

    /// One step of the log-in.
    Said logIn(MeetingCall call, Serial serial, Message message) {
        return switch (call) {
            case REGISTER -> logIn.register(serial, message);
            case ACCREDIT -> logIn.accredit(serial, message);
            case LOGIN -> logIn.logIn(serial, message);
            case PUBLIC_KEY,
                    FACTOR,
                    REPORT,
                    HEARTBEAT,
                    TIME,
                    REPLY,
                    FILE_START,
                    FILE_PACKAGE,
                    FILE_END,
                    USER,
                    USER_PHOTO,
                    BIO_PHOTO,
                    MULTI_CARD,
                    VERIFY_LOG,
                    VERIFY_PHOTO,
                    OPTION ->
                    new Said.Over(
                            Fault.NOT_LOGGED_IN, call.funcId() + " is taken after the log-in");
        };
    }

    /// Something came from a terminal that is logged in.
    void heard(Serial serial, String peer) {
        terminals.heard(serial, clock.now(), peer, 0);
    }

    /// Keeps a message, once: one that is repeated is answered as it was.
    Said keep(Serial serial, String peer, MeetingCall call, Message message, Bytes text) {
        Bytes digest = Bytes.wrap(Digest.sha256(text.toArray()));
        return answers.again(serial, message.mid(), digest)
                .orElseGet(() ->
                        switch (keeper.keep(serial, peer, call, text)) {
                            case Keeper.Kept.Durable _ -> {
                                answers.remember(serial, message.mid(), digest, Said.done());
                                yield Said.done();
                            }
                            case Keeper.Kept.Not(Said said) -> said;
                        });
    }

    /// The same of a message whose elements state something. Pictures that stand in files are taken
    /// when the files are there, so that nothing is kept that names what never comes.
    Said keepElements(
            Serial serial,
            String peer,
            MeetingCall call,
            Message message,
            Bytes text,
            boolean pictures) {
        Elements elements = Elements.read(call, text);
        return elements.fault(pictures)
                .or(() -> files.missing(serial, elements.files()))
                .orElseGet(() -> keep(serial, peer, call, message, text));
    }

    /// The same of a message about a file that comes in parts.
    Said keepFile(Serial serial, String peer, MeetingCall call, Message message, Bytes text) {
        return files.take(
                serial,
                FileStep.read(message).orElseThrow(),
                () ->
                        switch (keeper.keep(serial, peer, call, text)) {
                            case Keeper.Kept.Durable _ -> Said.done();
                            case Keeper.Kept.Not(Said said) -> said;
                        });
    }

    /// What the terminal reports is kept when something of it is new, and then known, unless the
    /// ledger is far behind: what is sent to it depends on it.
    Said report(Serial serial, String peer, Bytes text) {
        Report report = Report.read(text);
        Map<String, String> known =
                terminals.find(serial).map(Terminal::facts).map(Facts::info).orElse(Map.of());
        if (!known.entrySet().containsAll(report.lasting().entrySet())) {
            switch (keeper.keep(serial, peer, MeetingCall.REPORT, text)) {
                case Keeper.Kept.Durable(Receipt receipt) ->
                        projector.awaitReached(receipt.seq(), MeetingLimits.LEDGER_MILLIS);
                case Keeper.Kept.Not(Said said) -> {
                    return said;
                }
            }
        }
        Instant now = clock.now();
        return new Said.Done(
                report.answer(
                        zone(settings.site().offset(now)),
                        settings.heartbeat().toSeconds(),
                        OFFERED));
    }

    /// Whether the box knows already what the terminal can do.
    boolean hasReported(Serial serial) {
        return terminals
                .find(serial)
                .flatMap(terminal -> Abilities.of(Facts.info(terminal.facts())))
                .isPresent();
    }

    /// The time of the site, if this box knows it (trap T-117).
    Said time() {
        if (!clock.trusted()) {
            return new Said.Not(Fault.TRY_AGAIN, "the clock of this box is not set yet");
        }
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        ZoneOffset offset = settings.site().offset(now);
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("time", written(now.atOffset(offset)));
        time.put("timestamp", Long.toString(now.toEpochMilli()));
        time.put("timezone", zone(offset));
        return new Said.Done(time);
    }

    private static String written(OffsetDateTime time) {
        return TIME.format(time);
    }

    private static String zone(ZoneOffset offset) {
        return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId().substring(0, 6);
    }

    /// A terminal is there anew: what was to restart it has done so.
    void initialised(Serial serial) {
        terminals.find(serial).ifPresent(commands::initialised);
    }

    /// The moment at which a connection begins.
    Draft.Stamp stamp() {
        return clock.stamp();
    }

    /// The commands for a terminal that is connected since that moment, as they go over the wire;
    /// only those that cannot wait while it is busy.
    List<Bytes> due(Serial serial, Draft.Stamp since, boolean free) {
        return terminals
                .find(serial)
                .map(terminal -> commands.handOver(terminal, visit(terminal, since, free)))
                .orElse(List.of());
    }

    private static Visit visit(Terminal terminal, Draft.Stamp since, boolean free) {
        int most =
                Abilities.of(Facts.info(terminal.facts()))
                        .map(Abilities::maxPendingCmdCount)
                        .orElse(1);
        return new Visit(most, !free, Optional.of(since));
    }

    /// The text of a parameter.
    static String param(Message message, String name) {
        return Values.text(message.params(), name);
    }
}
