package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.crypto.Secret;
import io.larder.server.command.Commands;
import io.larder.server.command.Guards;
import io.larder.server.command.Secrets;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.exchange.Exchange;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Introduction;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.projector.Understanding;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.site.CardSharing;
import io.larder.server.site.PeopleCopies;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Site;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.ClearSafety;
import io.larder.server.watch.ClockWatch;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Journal;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A box put together by hand, without a door: its clock, its journal's intake, its understanding
/// and how far its upstreams are can each be another.
final class AssembledBox implements AutoCloseable {
    /// The key of every box in these tests.
    static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);

    private static final long PATIENCE_MILLIS = 30_000;

    /// What can be set before [#open].
    static final class Plan {
        private final Path data;

        /// Its clock stands still, so that a limit by the second would never let go.
        private final List<String> settings =
                new ArrayList<>(List.of("site.zone=+08:00", "terminal.maxRequestsPerSecond=0"));

        private Understanding understanding = Meaning.UPLOADS;
        private UnaryOperator<Intake> intake = UnaryOperator.identity();
        private Admission.Policy policy = Admission.Policy.OPEN;
        private Optional<FileService> files = Optional.empty();
        private Consumer<Serial> wakeUp = _ -> {};
        private int segments = 8;
        private long contentBytes = Long.MAX_VALUE;
        private int boot = 1;
        private long lateSeconds;
        private Optional<ClockTrust.Machine> machine = Optional.empty();
        private long seconds;

        Plan(Path data) {
            this.data = data;
        }

        Plan setting(String keyAndValue) {
            settings.add(keyAndValue);
            return this;
        }

        Plan understanding(Understanding other) {
            understanding = other;
            return this;
        }

        Plan intake(UnaryOperator<Intake> around) {
            intake = around;
            return this;
        }

        Plan policy(Admission.Policy other) {
            policy = other;
            return this;
        }

        Plan files(FileService other) {
            files = Optional.of(other);
            return this;
        }

        /// Who is told that something waits for a terminal.
        Plan waking(Consumer<Serial> other) {
            wakeUp = other;
            return this;
        }

        /// The room for photos and templates.
        Plan contentBytes(long most) {
            contentBytes = most;
            return this;
        }

        Plan segments(int number) {
            segments = number;
            return this;
        }

        /// Which boot of the machine this is, and how long it has been up.
        Plan boot(int id, long upSeconds) {
            boot = id;
            seconds = upSeconds;
            return this;
        }

        /// What its machine knows of the clock, which must then be verified.
        Plan machine(ClockTrust.Machine known) {
            machine = Optional.of(known);
            return this;
        }

        private ClockTrust trust() {
            return machine.map(known -> ClockTrust.verified(known, boot))
                    .orElseGet(ClockTrust::assumed);
        }

        /// How much later it is than with others.
        Plan later(long bySeconds) {
            lateSeconds = bySeconds;
            return this;
        }

        AssembledBox open() {
            try {
                return new AssembledBox(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T04:00:00Z"));

    /// The last entry that every upstream has.
    final AtomicLong taken = new AtomicLong(Long.MAX_VALUE);

    final Store store;
    final Intake intake;
    final Projector projector;
    final Admission admission;
    final Commands commands;
    final Site site;
    final Provisioning provisioning;
    final CardSharing cardSharing;
    final PeopleCopies copies;
    final Terminals terminals = new Terminals();
    final BoxClock clock;
    final ClockWatch clockWatch;
    private final AtomicLong nanos = new AtomicLong();
    private final Exchange exchange;
    private final SessionKeys keys;

    private AssembledBox(Plan plan) throws IOException {
        Settings settings = Settings.read(null, Map.of(), plan.settings);
        elapse(plan.seconds);
        now.updateAndGet(start -> start.plusSeconds(plan.lateSeconds));
        clock = new BoxClock(now::get, nanos::get, plan.boot, plan.trust());
        store = Store.open(plan.data, new JournalSettings(64 * 1024, plan.segments, 1 << 20, true));
        Journal journal = store.journal();
        intake = plan.intake.apply(journal);
        ClockParts.begin(clock, journal);
        terminals.whenReported(plan.boot, clock.trust()::heard);
        projector =
                Projector.start(
                        store,
                        terminals,
                        new Lens(plan.understanding, ZoneId.of("+08:00"), SEAL, Takers::of),
                        new Room(taken::get, plan.contentBytes),
                        System::nanoTime);
        admission = new Admission(plan.policy, Map.of("SECRET0001", Secret.of("key")), clock);
        commands =
                new Commands(
                        store,
                        projector,
                        terminals,
                        clock,
                        new Secrets(SEAL),
                        new Guards(
                                settings.get(Keys.POWERFUL),
                                new ClearSafety(store, terminals, taken::get)),
                        plan.wakeUp,
                        new Random(7));
        commands.findContents(new StoredContents(store));
        clockWatch = new ClockWatch(clock, store, intake, terminals, commands);
        SiteParts parts =
                new SiteParts(store, intake, projector, terminals, commands, clock, SEAL, settings);
        site = parts.site();
        provisioning = parts.provisioning();
        cardSharing = parts.cardSharing();
        copies = parts.copies();
        keys = BoxParts.sessionKeys(settings, clock);
        exchange =
                new Exchange(
                        intake,
                        terminals,
                        admission,
                        projector,
                        commands,
                        clock,
                        BoxParts.site(settings),
                        plan.files.orElseGet(
                                () -> new FileService(parts.pictures(), commands::offers)),
                        parts.cards(),
                        parts.people(),
                        keys);
    }

    static Plan in(Path data) {
        return new Plan(data);
    }

    /// `OK` when stored or idle, else the text or the refusal with its status and Retry-After.
    String get(String target) {
        return said(exchange.handle(Wire.Request.of("GET", target, Bytes.EMPTY, "10.0.0.9")));
    }

    /// For a door in front of this box.
    Answer handle(Wire.Request request) {
        return exchange.handle(request);
    }

    String post(String target, String body) {
        return said(exchange.handle(Wire.Request.of("POST", target, Bytes.utf8(body), "10.0.0.9")));
    }

    private static String said(Answer answer) {
        return switch (answer) {
            case Answer.Stored(_, String acknowledgement) -> acknowledgement;
            case Answer.Idle() -> "OK";
            case Answer.Text(Bytes body) -> body.asLatin1();
            case Answer.Keys(Bytes body) -> body.asLatin1();
            case Answer.Sealed(Bytes body) -> body.asLatin1();
            case Answer.File _, Answer.OutOfRange _ -> throw new AssertionError("asks for no file");
            case Answer.Refused(int status, String why, int retry) ->
                    status + " " + why + (retry == 0 ? "" : " (" + retry + " s)");
        };
    }

    /// Sets something about a terminal, as a person does.
    void adjust(String serial, Map<String, String> values) {
        byte[] payload = Introduction.write(Adjustments.facts(values));
        store.journal()
                .append(new Draft(EntryKind.ADJUSTMENT, serial, payload, false, clock.stamp()));
        ask(_ -> true);
    }

    void elapse(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    /// As [#elapse], and the wall clock goes on as well.
    void pass(long seconds) {
        elapse(seconds);
        now.updateAndGet(before -> before.plusSeconds(seconds));
    }

    <T> T ask(Function<LedgerReader, T> question) {
        try {
            if (!projector.await(store.journal().lastSeq(), PATIENCE_MILLIS)) {
                throw new AssertionError("the ledger does not keep up: " + projector.trouble());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        try (LedgerReader reader = store.ledger().reader()) {
            return question.apply(reader);
        }
    }

    /// All records of `kind` in order.
    List<LedgerRow> records(String kind) {
        return ask(ledger -> RunningBox.rows(ledger, kind));
    }

    /// The `fields` of all records of `kind` in order.
    List<String> fields(String kind) {
        return records(kind).stream().map(LedgerRow::fields).toList();
    }

    /// Subject, source and reason of what is in quarantine and not settled.
    List<String> quarantine() {
        return ask(ledger ->
                ledger.quarantine().lines(false, 100).stream()
                        .map(row -> row.subject() + " " + row.source() + ": " + row.reason())
                        .toList());
    }

    @Override
    public void close() {
        keys.close();
        try {
            projector.close();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
