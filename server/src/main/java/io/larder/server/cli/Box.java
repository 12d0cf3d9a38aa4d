package io.larder.server.cli;

import io.larder.crypto.Identity;
import io.larder.crypto.Seal;
import io.larder.crypto.TlsKey;
import io.larder.server.command.Commands;
import io.larder.server.command.Dispatch;
import io.larder.server.config.ConsoleKeys;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.config.TerminalKeys;
import io.larder.server.config.UpstreamKeys;
import io.larder.server.config.UpstreamSettings;
import io.larder.server.console.Console;
import io.larder.server.door.DoorCounts;
import io.larder.server.door.WakeUp;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.exchange.meeting.ConnectedTerminals;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.record.Serial;
import io.larder.server.relay.Relay;
import io.larder.server.relay.Relays;
import io.larder.server.relay.larder.IdentityPage;
import io.larder.server.relay.larder.Roster;
import io.larder.server.service.ServiceManager;
import io.larder.server.site.Site;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.Liveness;
import io.larder.server.watch.Standing;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Signing;
import io.larder.storage.Store;
import io.larder.storage.disk.Folder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A running box: every part opened in the order of the table of contents below, closed backwards.
final class Box implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Box.class.getName());

    private interface Part extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Vitals vitals;
    private final Store store;
    private final BoxClock clock;
    private final StringJoiner ready = new StringJoiner(" ", "ready ", "");
    private final Terminals terminals = new Terminals();
    private final ConnectedTerminals connected = new ConnectedTerminals();
    private @Nullable Projector projector;
    private @Nullable Site site;
    private @Nullable Commands commands;

    /// The last entry that every upstream has.
    private volatile LongSupplier taken = () -> 0; // until they are known

    /// What the door has done; nothing while there is none.
    private Supplier<DoorCounts> counts = () -> new DoorCounts(0, 0, 0, 0);

    private Box(Store store, BoxClock clock, Vitals vitals) {
        this.store = store;
        this.clock = clock;
        this.vitals = vitals;
        parts.push(vitals::close);
        parts.push(store::close);
        vitals.liveness().add("journal", Liveness.JOURNAL, store.journal()::pulse);
        vitals.liveness().add("segments", Liveness.SEGMENTS, store.journal()::preparing);
    }

    /// Opens everything. When this returns, an upload would be accepted.
    static Box open(Path data, Settings settings) throws IOException {
        return open(data, settings, ServiceManager.nobody());
    }

    /// The same; `manager` is told how the box does from now on.
    static Box open(Path data, Settings settings, ServiceManager manager) throws IOException {
        ConsolePart.check(settings);
        Vitals vitals = Vitals.begin(manager);
        try {
            return open(data, settings, vitals);
        } catch (IOException | RuntimeException e) {
            vitals.close();
            throw e;
        }
    }

    private static Box open(Path data, Settings settings, Vitals vitals) throws IOException {
        BoxClock clock = ClockParts.of(settings);
        Folder.make(data);
        SealFile.Opened seal = SealFile.open(data, settings, System.getenv());
        Optional<Signing> signing = Optional.of(JournalSigning.of(data, clock));
        vitals.stage("recovers the journal");
        Store store =
                Store.open(data, BoxParts.journal(settings), seal.veil(), signing, vitals.meter());
        Box box = new Box(store, clock, vitals);
        try {
            vitals.stage("opens its parts");
            seal.notice().ifPresent(notice -> LOG.log(System.Logger.Level.WARNING, notice));
            ClockParts.begin(clock, box.store.journal());
            box.terminals.whenReported(clock.stamp().bootId(), clock.trust()::heard);
            box.start(data, settings, seal.seal());
            return box;
        } catch (IOException | RuntimeException e) {
            try {
                box.close();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private void start(Path data, Settings settings, Seal seal) throws IOException {
        store.notices().forEach(notice -> LOG.log(System.Logger.Level.WARNING, notice));
        proveThatItTakesEntries();

        Admission admission = admission(settings);
        Identity identity = IdentityFile.open(data);
        TlsKey shown = TlsParts.open(data, settings);
        Projector started = project(settings, seal);
        Traffic traffic = traffic(seal, settings, started);
        Commands commanding = traffic.commands();
        Relays relays = relay(data, settings, started, traffic, identity);
        Roster roster = ReceiverParts.roster(settings, store, clock, identity);
        receive(
                new ReceiverParts(
                        settings, store, clock, traffic.dispatch(), traffic.site(), roster),
                IdentityPage.write(identity, IdentityFile.historyText(data), shown.certificate()),
                shown);
        if (settings.get(TerminalKeys.PORT) != 0 || settings.get(TerminalKeys.TLS_PORT) != 0) {
            SessionKeys keys = sessionKeys(settings);
            FileService files =
                    BoxParts.files(data, settings, traffic.site().pictures(), commanding::offers);
            door(
                    settings,
                    shown,
                    new ExchangeParts(
                            settings,
                            seal,
                            store,
                            vitals.keeping(store.journal()),
                            started,
                            terminals,
                            connected,
                            admission,
                            clock,
                            commanding,
                            traffic.site(),
                            files,
                            keys));
        }
        Standing standing = new Standing(store, started, relays::states, clock, vitals.liveness());
        ConsoleDesks desks =
                new ConsoleDesks(
                        data,
                        settings,
                        seal,
                        store,
                        started,
                        terminals,
                        admission,
                        clock,
                        commanding,
                        traffic.site(),
                        relays,
                        roster);
        console(data, settings, shown, desks.all(standing, vitals, counts));
        ready.add("box=" + store.journal().box());
        vitals.serving(standing);
    }

    private Projector project(Settings settings, Seal seal) {
        Projector started =
                Projector.start(
                        store,
                        terminals,
                        new Lens(Meaning.UPLOADS, settings.get(Keys.ZONE), seal, Takers::of),
                        new Room(() -> taken.getAsLong(), BoxParts.contentBytes(settings)),
                        System::nanoTime);
        parts.push(started::close);
        vitals.liveness().add("projector", Liveness.LEDGER, started::pulse);
        projector = started;
        return started;
    }

    private Relays relay(
            Path data, Settings settings, Projector started, Traffic traffic, Identity identity)
            throws IOException {
        UpstreamParts.Around around =
                new UpstreamParts.Around(
                        data, identity, RelayParts.box(settings, store, started, clock));
        Relays all = new Relays(around.box());
        for (UpstreamSettings each : settings.upstreams()) {
            UpstreamParts upstream = UpstreamParts.of(each, around);
            Relay relay = upstream.relay();
            parts.push(relay::close);
            all.add(relay);
            Duration limit = Liveness.RELAY.plusSeconds(4L * each.get(UpstreamKeys.ANSWER));
            vitals.liveness().add("relay " + relay.name(), limit, relay::pulse);
            upstream.orders(relay, traffic.commands(), traffic.site().copy())
                    .ifPresent(line -> {
                        parts.push(line::close);
                        vitals.liveness().add("orders " + relay.name(), limit, line::pulse);
                        relay.whenUp(line::wake);
                    });
        }
        all.waiting()
                .forEach((name, place) ->
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "upstream {0} is not configured any more and has entries up to {1}:"
                                        + " the rest is kept until `larder upstream forget {0}`",
                                name,
                                place));
        taken = all::taken;
        return all;
    }

    private void receive(ReceiverParts made, String page, TlsKey shown) {
        made.open(page, shown)
                .ifPresent(receiver -> {
                    parts.push(receiver::close);
                    ready.add("receive=" + receiver.host() + ":" + receiver.port());
                    DoorProbe probe = vitals.knock("receiver", receiver.address(shown), () -> 0);
                    parts.push(probe::close);
                });
    }

    /// What goes down to the terminals.
    private record Traffic(Commands commands, Dispatch dispatch, SiteParts site) {}

    private Traffic traffic(Seal seal, Settings settings, Projector started) throws IOException {
        CommandParts orders =
                new CommandParts(
                        seal,
                        settings,
                        store,
                        started,
                        terminals,
                        clock,
                        () -> taken.getAsLong(),
                        wakeUp(settings));
        Commands commanding = orders.commands();
        commands = commanding;
        SiteParts known =
                new SiteParts(
                        store,
                        store.journal(),
                        started,
                        terminals,
                        commanding,
                        clock,
                        seal,
                        settings);
        site = known.site();
        Rounds rounds = orders.rounds(known);
        parts.push(rounds::close);
        vitals.liveness().add("rounds", Liveness.ROUNDS, rounds::pulse);
        known.waking(rounds::wake);
        return new Traffic(commanding, orders.dispatch(), known);
    }

    private void door(Settings settings, TlsKey shown, ExchangeParts answering) {
        DoorParts door =
                DoorParts.open(
                        BoxParts.door(settings, shown),
                        shown,
                        answering.talks(),
                        answering.requests(),
                        clock,
                        vitals);
        parts.push(door::close);
        counts = door::counts;
        door.listens().forEach(ready::add);
    }

    private Consumer<Serial> wakeUp(Settings settings) throws IOException {
        if (!settings.get(Keys.WAKE_UP)) {
            return connected::wake;
        }
        WakeUp wakeUp = WakeUp.open(settings.get(Keys.WAKE_UP_PORT));
        parts.push(wakeUp::close);
        Consumer<Serial> polling = CommandParts.waking(wakeUp, terminals, clock);
        return polling.andThen(connected::wake);
    }

    private void console(Path data, Settings settings, TlsKey shown, Console.Desks desks)
            throws IOException {
        Optional<ConsolePart> console = ConsolePart.open(data, settings, shown, listens(), desks);
        console.ifPresent(part -> {
            parts.push(part::close);
            ready.add("console=" + settings.get(ConsoleKeys.HOST) + ":" + part.port());
        });
    }

    private SessionKeys sessionKeys(Settings settings) {
        SessionKeys keys = BoxParts.sessionKeys(settings, clock);
        parts.push(keys::close);
        return keys;
    }

    private Admission admission(Settings settings) {
        String policy = settings.get(Keys.ADMISSION_POLICY).toUpperCase(Locale.ROOT);
        return new Admission(Admission.Policy.valueOf(policy), settings.bindingKeys(), clock);
    }

    /// A box that is up but takes nothing would be the worst of all: better not to start.
    private void proveThatItTakesEntries() throws IOException {
        Draft test = new Draft(EntryKind.SELF_TEST, "", new byte[0], false, clock.stamp());
        if (!(store.journal().append(test) instanceof Receipt)) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the journal takes no entries: {0}",
                    store.journal().failure().orElse("the ring is full"));
            if (store.journal().failure().isPresent()) {
                throw new IOException("the journal takes no entries");
            }
        }
    }

    /// The line that says where an upload would be accepted now.
    String readyLine() {
        return ready.toString();
    }

    private String listens() {
        return readyLine().replaceFirst("^ready ", "").strip();
    }

    Projector projector() {
        return Optional.ofNullable(projector).orElseThrow();
    }

    Commands commands() {
        return Optional.ofNullable(commands).orElseThrow();
    }

    Site site() {
        return Optional.ofNullable(site).orElseThrow();
    }

    Store store() {
        return store;
    }

    Terminals terminals() {
        return terminals;
    }

    /// Why the box cannot go on, if so: the process is to end and be started anew.
    Optional<String> failure() {
        return store.journal().failure();
    }

    @Override
    public void close() throws IOException {
        vitals.stopping();
        IOException failed = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (IOException e) {
                failed = e;
            } catch (RuntimeException e) {
                // The parts below are closed all the same: the folder must not stay locked.
                failed = new IOException(e);
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
