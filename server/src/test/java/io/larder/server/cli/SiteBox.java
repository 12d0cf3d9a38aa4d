package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.json.Epochs;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.relay.Plan;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.larder.LarderUpstream;
import io.larder.server.relay.larder.LineLimits;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.Line;
import io.larder.server.watch.Reconciler;
import io.larder.storage.LedgerReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/// The box of an attendance site, the headquarters above it, a line between them that can be cut,
/// and all that looks after terminals. Its clock is set: nothing waits for time.
final class SiteBox implements AutoCloseable {
    /// How a box comes back.
    enum Restart {
        ORDERLY,
        /// Its ledger was deleted meanwhile.
        WITHOUT_LEDGER,
        /// From what was on the medium at some moment.
        KILLED
    }

    static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PATIENCE_MILLIS = PATIENCE.toMillis();
    private static final String TOKEN = "sesame";
    private static final RelayLimits QUICK =
            new RelayLimits(
                    200,
                    64 << 10,
                    Duration.ofMillis(1),
                    Duration.ofMillis(50),
                    Duration.ZERO,
                    1 << 20,
                    Duration.ofMillis(20),
                    3,
                    true);

    private record Life(AssembledBox box, Reconciler reconciler, Relay relay) {}

    private final Path folder;
    private final int segments;
    private final LocalDateTime began;
    private final int port = FreePorts.next();
    private final Line line;
    private final HttpClient client = LarderUpstream.client();
    private Path data;
    private LocalDateTime now;
    private int kills;
    private Box headquarters;
    private Life life;

    SiteBox(Path folder, int segments, LocalDateTime began) throws IOException {
        this.folder = folder;
        this.segments = segments;
        this.began = began;
        this.now = began;
        this.data = folder.resolve("box");
        this.line = Line.to(port);
        this.headquarters = openHeadquarters();
        this.life = openBox();
    }

    private Box openHeadquarters() throws IOException {
        return Box.open(
                folder.resolve("headquarters"),
                Settings.read(
                        null,
                        Map.of(),
                        List.of(
                                "terminal.port=0",
                                "console.port=0",
                                "receive.port=" + port,
                                "receive.token=" + TOKEN,
                                "terminal.maxBodyBytes=131072",
                                "journal.segments=16",
                                "journal.segmentBytes=1048576",
                                "site.zone=+08:00")));
    }

    private Life openBox() throws IOException {
        AssembledBox box =
                AssembledBox.in(data)
                        .segments(segments)
                        .setting("site.sharing=attendance")
                        .boot(1, Duration.between(began, now).toSeconds())
                        .open();
        box.now.set(now.toInstant(ZONE));
        Reconciler reconciler =
                new Reconciler(
                        box.terminals,
                        box.commands,
                        new DayBook(box.store, box.clock),
                        box.clock,
                        ZONE,
                        Optional.of(LocalTime.of(2, 0)));
        return new Life(box, reconciler, relay(box));
    }

    private Relay relay(AssembledBox box) throws IOException {
        Epochs epochs = new Epochs(box.store.journal().epoch());
        io.larder.server.relay.Box own =
                new io.larder.server.relay.Box(
                        box.store,
                        epochs,
                        box.projector,
                        RelayParts.json(box.store, epochs, ZONE),
                        box.clock::stamp);
        LarderUpstream upstream =
                new LarderUpstream(
                        client,
                        URI.create("http://127.0.0.1:" + line.port()),
                        Secret.of(TOKEN),
                        "larder/test",
                        LineLimits.DEFAULT);
        return Relay.start("headquarters", own, upstream, new Random(7), Plan.of(QUICK));
    }

    AssembledBox box() {
        return life.box;
    }

    /// The line to headquarters.
    Line line() {
        return line;
    }

    LocalDateTime now() {
        return now;
    }

    void at(LocalDateTime time) {
        life.box.elapse(Duration.between(now, time).toSeconds());
        life.box.now.set(time.toInstant(ZONE));
        now = time;
    }

    /// What a terminal hears.
    Heard say(Call call) {
        String method = call.body().isEmpty() ? "GET" : "POST";
        return switch (life.box.handle(
                Wire.Request.of(method, call.target(), call.body(), "10.0.0.9"))) {
            case Answer.Stored(_, String acknowledgement) -> new Heard(200, acknowledgement);
            case Answer.Idle() -> new Heard(200, "OK");
            case Answer.Text(Bytes body) -> new Heard(200, body.asLatin1());
            case Answer.Refused(int status, String why, _) -> new Heard(status, why);
            case Answer.Keys _, Answer.Sealed _ -> throw new AssertionError("exchanges no keys");
            case Answer.File _, Answer.OutOfRange _ -> throw new AssertionError("asks for no file");
        };
    }

    /// Everything that a box looks after by itself, once.
    void round() {
        AssembledBox box = life.box;
        box.ask(_ -> true);
        box.taken.set(life.relay.durable().seq() - 1);
        box.terminals.all().forEach(box.commands::review);
        life.reconciler.round();
        box.provisioning.round();
        box.ask(_ -> true);
    }

    void restart(Restart how) throws IOException {
        life.box.ask(_ -> true);
        Path before = data;
        if (how == Restart.KILLED) {
            kills++;
            data = Files.createDirectories(folder.resolve("box-" + kills));
            Folders.asAfterAKill(before, data);
        }
        closeBox();
        switch (how) {
            case ORDERLY -> {}
            case WITHOUT_LEDGER -> Folders.deleteLedger(data);
            case KILLED -> Folders.delete(before);
        }
        life = openBox();
    }

    void restartHeadquarters() throws IOException {
        headquarters.close();
        headquarters = openHeadquarters();
    }

    /// Waits until headquarters has all that the box has, and asks it.
    <T> T atHeadquarters(Function<LedgerReader, T> question) {
        line.heal();
        life.box.ask(_ -> true);
        life.relay.wake();
        try {
            if (!life.relay.await(state -> state.backlog() == 0, PATIENCE)) {
                throw new AssertionError("not drained: " + life.relay.state());
            }
            long last = headquarters.store().journal().lastSeq();
            if (!headquarters.projector().await(last, PATIENCE_MILLIS)) {
                throw new AssertionError("headquarters is behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        try (LedgerReader reader = headquarters.store().ledger().reader()) {
            return question.apply(reader);
        }
    }

    private void closeBox() throws IOException {
        life.relay.close();
        life.box.close();
    }

    @Override
    public void close() {
        try (line) {
            closeBox();
            headquarters.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            client.shutdownNow();
        }
    }
}
