package io.larder.server.relay;

import io.helidon.webserver.WebServer;
import io.larder.crypto.Seal;
import io.larder.crypto.Secret;
import io.larder.server.command.Commands;
import io.larder.server.command.Dispatch;
import io.larder.server.command.Guards;
import io.larder.server.command.Issued;
import io.larder.server.command.Secrets;
import io.larder.server.command.Wanted;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.Takers;
import io.larder.server.json.Epochs;
import io.larder.server.json.JournalRaw;
import io.larder.server.json.RecordJson;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.relay.larder.LarderOrders;
import io.larder.server.relay.larder.LarderSite;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.relay.larder.OrderDesk;
import io.larder.server.relay.larder.Receiver;
import io.larder.server.relay.larder.ReceiverRouting;
import io.larder.server.relay.larder.SiteCounter;
import io.larder.server.site.Site;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.SiteCopy;
import io.larder.server.site.SiteShare;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A box with the real projector and the real command traffic: headquarters, box, or both at once.
/// Its terminals are canteen terminals that speak to it without a socket.
final class WholeBox extends ReadableBox implements AutoCloseable {
    static final JournalSettings SETTINGS = new JournalSettings(1 << 20, 16, 8 << 20, true);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Asks only when it is woken, or has reason to.
    static final Duration NEVER = Duration.ofHours(1);

    static final Duration OFTEN = Duration.ofMillis(20);

    private static final LineLimits LINE = new LineLimits(Duration.ofSeconds(5), 64 << 10);

    /// Goes on over restarts: a reference is never drawn twice.
    private static final Random REFERENCES = new Random(11);

    private static final AtomicLong LIVES = new AtomicLong();
    static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);

    /// What tests let pass without waiting for it.
    private final AtomicLong elapsed = new AtomicLong();

    final Commands commands;
    final Dispatch dispatch;
    final Site site;
    final Projector projector;
    private final Terminals terminals = new Terminals();
    private final BoxClock clock =
            new BoxClock(
                    InstantSource.system(),
                    () -> System.nanoTime() + elapsed.get(),
                    1,
                    ClockTrust.assumed());
    private final Box box;
    private final HttpClient client = LarderUpstream.client();
    private RelayLimits limits = SmallBox.QUICK;
    private @Nullable WebServer server;
    private @Nullable Relay relay;
    private @Nullable OrderLine line;

    WholeBox(Path folder) throws IOException {
        this(folder, (_, _) -> Optional.empty());
    }

    WholeBox(Path folder, Guards.Safety safety) throws IOException {
        super(Store.open(folder, SETTINGS));
        projector =
                Projector.start(
                        store,
                        terminals,
                        new Lens(
                                Meaning.UPLOADS,
                                ZoneOffset.UTC,
                                Seal.of(Seal.newKey()),
                                Takers::of),
                        Room.KEEP_ALL,
                        System::nanoTime);
        Secrets secrets = new Secrets(SEAL);
        commands =
                new Commands(
                        store,
                        projector,
                        terminals,
                        clock,
                        secrets,
                        new Guards(false, safety),
                        _ -> {},
                        REFERENCES);
        dispatch = new Dispatch(store, projector, terminals, clock, secrets);
        site = new Site(new SiteBooks(store, store.journal(), projector, clock, SEAL, () -> {}));
        Epochs epochs = new Epochs(store.journal().epoch());
        RecordJson json =
                new RecordJson(
                        store.journal().box(),
                        epochs,
                        ZoneOffset.UTC,
                        new JournalRaw(store.journal()::entry));
        box = new Box(store, epochs, projector, json, clock::stamp);
    }

    /// Its records go up without the bytes they are about.
    WholeBox withoutContents() {
        limits = SmallBox.QUICK.withContents(false);
        return this;
    }

    /// Waits until headquarters said that it has everything.
    void drained() {
        try {
            Relay running = Objects.requireNonNull(relay);
            if (!running.await(state -> state.connected() && state.backlog() == 0, PATIENCE)) {
                throw new AssertionError("not drained: " + running.state());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    WholeBox receiving() {
        Receiver receiver = new Receiver(store, Secret.of(Headquarters.TOKEN), clock::stamp);
        OrderDesk desk = new OrderDesk(store.journal().box(), dispatch);
        String life = "life " + LIVES.incrementAndGet();
        SiteCounter counter =
                new SiteCounter(new SiteShare(() -> store.ledger().reader(), SEAL, life)::answer);
        server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .contentEncoding(ReceiverRouting.encodings())
                        .routing(routing ->
                                routing.register(
                                        ReceiverRouting.PATH,
                                        new ReceiverRouting(
                                                receiver, Optional.of(desk), Optional.of(counter))))
                        .build()
                        .start();
        return this;
    }

    int port() {
        return Objects.requireNonNull(server).port();
    }

    /// Relays to headquarters at `port`, and asks it for orders every so often.
    WholeBox under(int port, Duration every) throws IOException {
        URI base = URI.create("http://127.0.0.1:" + port);
        Secret token = Secret.of(Headquarters.TOKEN);
        Relay started =
                Relay.start(
                        "hq",
                        box,
                        new LarderUpstream(client, base, token, "larder/test", LINE),
                        new Random(7),
                        Plan.of(limits));
        relay = started;
        SiteCopy copy = new SiteCopy(store.journal().box(), site, () -> store.ledger().reader());
        SiteFeed feed =
                new SiteFeed(new LarderSite(client, base, token, LINE), copy::question, copy::take);
        return asking(new LarderOrders(client, base, token, LINE), Optional.of(feed), every);
    }

    /// Delivers to another upstream.
    WholeBox under(Upstream upstream) throws IOException {
        relay = Relay.start("hq", box, upstream, new Random(7), Plan.of(limits));
        return this;
    }

    Relay relay() {
        return Objects.requireNonNull(relay);
    }

    /// What upstreams share.
    Box box() {
        return box;
    }

    WholeBox asking(OrderSource source, Optional<SiteFeed> feed, Duration every) {
        line =
                OrderLine.start(
                        "hq",
                        box,
                        commands,
                        source,
                        feed,
                        every,
                        new Random(8),
                        SmallBox.QUICK,
                        () -> false);
        return this;
    }

    /// Writes its records as others see them.
    RecordJson json() {
        return box.json();
    }

    OrderLine line() {
        return Objects.requireNonNull(line);
    }

    /// Lets a terminal in, which sells something, so that headquarters hears of it.
    WholeBox withTerminal(String serial) {
        withSilentTerminal(serial);
        sells(serial, 1);
        return this;
    }

    /// Lets in an attendance terminal that has initialised with a version.
    WholeBox withAttendance(String serial, String pushver) {
        draft(
                EntryKind.ADMISSION,
                serial,
                Bytes.utf8("{\"family\":\"attendance\",\"said.pushver\":\"" + pushver + "\"}"));
        upload(
                serial,
                "/iclock/cdata?SN=" + serial + "&table=ATTLOG&Stamp=1",
                "7\t2026-03-01 08:00:00\t0\t1\n");
        return this;
    }

    /// Lets a terminal in that sends no record.
    WholeBox withSilentTerminal(String serial) {
        draft(EntryKind.ADMISSION, serial, Bytes.utf8("{\"family\":\"canteen\"}"));
        return this;
    }

    void sells(String serial, int number) {
        String row = "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t0\t" + number + "\t1\n";
        upload(serial, "/iclock/cpos?SN=" + serial + "&table=BUYLOG", row);
    }

    private void upload(String serial, String target, String body) {
        upload(serial, target, Bytes.utf8(body));
    }

    void upload(String serial, String target, Bytes body) {
        draft(EntryKind.UPLOAD, serial, Bytes.wrap(new Upload("POST", target, "", body).write()));
    }

    /// Takes a batch as a receiver would, and waits until it is understood.
    void takesBatch(String from, byte[] packed) {
        draft(EntryKind.BATCH, from, Bytes.wrap(packed));
    }

    private void draft(EntryKind kind, String serial, Bytes payload) {
        Draft draft = new Draft(kind, serial, payload.toArray(), false, clock.stamp());
        if (!(store.journal().append(draft) instanceof Receipt receipt)) {
            throw new AssertionError("refused");
        }
        applied(receipt.seq());
    }

    /// What a poll of the terminal brings: lines `C:<id>:<text>`.
    List<String> polled(String serial) {
        return commands.handOver(terminals.find(new Serial(serial)).orElseThrow()).stream()
                .map(line -> line.asLatin1().strip())
                .toList();
    }

    /// The terminal carried out what such a line says.
    void replies(String serial, List<String> lines, int code) {
        StringBuilder body = new StringBuilder();
        for (String each : lines) {
            String[] parts = each.split(":", 3);
            body.append("ID=")
                    .append(parts[1])
                    .append("&Return=")
                    .append(code)
                    .append("&CMD=")
                    .append(parts[2])
                    .append('\n');
        }
        upload(serial, "/iclock/posdevicecmd?SN=" + serial, body.toString());
    }

    /// Orders something here; the numbers of the commands.
    List<Long> orders(String serial, String... names) {
        return orders(serial, Stream.of(names).map(name -> new Order(name, "", Map.of())).toList());
    }

    List<Long> orders(String serial, List<Order> orders) {
        List<Wanted> wanted = orders.stream().map(Wanted::of).toList();
        Issued issued = commands.issue(new Serial(serial), wanted, "Ann", true);
        if (!(issued instanceof Issued.Mine(var ids, var seq))) {
            throw new AssertionError(issued);
        }
        applied(seq);
        return ids;
    }

    long ordersOne(String serial, String name) {
        return orders(serial, name).getFirst();
    }

    /// Waits until a record of this terminal has come up.
    void untilKnown(String serial) {
        until(box -> box.terminals.findRemote(new Serial(serial)).isPresent());
    }

    /// Waits for the ledger to have everything from before.
    WholeBox caughtUp() {
        applied(store.journal().lastSeq());
        return this;
    }

    private void applied(long seq) {
        try {
            if (!projector.await(seq, PATIENCE.toMillis())) {
                throw new AssertionError("the ledger does not keep up: " + projector.trouble());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits, entry by entry, until the commands are as `wanted`.
    void until(Predicate<WholeBox> wanted) {
        long last = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (long seen = projector.applied(); !wanted.test(this); ) {
                if (System.nanoTime() > last) {
                    throw new AssertionError("it did not come to that: " + told());
                }
                projector.await(seen + 1, PATIENCE.toMillis());
                seen = projector.applied();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void until(long id, String told) {
        until(box -> box.told(id).equals(told));
    }

    /// States something of the site's data here, and waits until it is so.
    void states(Statement... statements) {
        if (!(site.state(List.of(statements), "Ann") instanceof Stated.Mine mine)) {
            throw new AssertionError("declined");
        }
        applied(mine.seq());
    }

    void elapse(Duration time) {
        elapsed.addAndGet(time.toNanos());
    }

    void untilLine(Predicate<OrderLineState> wanted) {
        try {
            if (!line().await(wanted, PATIENCE)) {
                throw new AssertionError("it did not come to that: " + line().state());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            if (line != null) {
                line.close();
            }
            if (relay != null) {
                relay.close();
            }
            client.shutdownNow();
            if (server != null) {
                server.stop();
            }
            projector.close();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
