package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Commands;
import io.larder.server.conformance.Conforms;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.DoorSettings;
import io.larder.server.door.TerminalDoor;
import io.larder.server.exchange.FileService;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.watch.Patience;
import io.larder.storage.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Anything on real sockets, from many at once, to a box with a small ring and little patience.
///
/// Ten minutes: `mvn -pl server -am test -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dlarder.fuzz.seconds=600`; `-Dlarder.seed=N` draws the same again (who comes first stays a
/// race).
class FuzzTest {
    private static final int SECONDS = Integer.getInteger("larder.fuzz.seconds", 4);
    private static final int FUZZERS = 12;
    private static final int BEAT_MILLIS = 50;

    /// What a beat is for the box, whose commands wait for replies.
    private static final int BEAT_SECONDS = 5;

    /// By how much what is live may grow from the first quarter of the time on. The door itself may
    /// hold a megabyte of bodies, SQLite and the ring a few.
    private static final long GROWTH_BYTES = 48 << 20;

    private static final Patience SOON = new Patience(100, 50);

    private static final List<List<String>> ORDERS =
            Stream.of(
                            "INFO",
                            "GetFile /mnt/a",
                            "PutFile file/menu.tgz /mnt/",
                            "SHELL ls",
                            "UPDATE PRESSKEY KeyID=1 Price=5",
                            "UPDATE FIXED TsID=1 Price=5",
                            "SYNC POSLOG START=1 END=9",
                            "CHECK POSLOG",
                            "REBOOT")
                    .map(words -> List.of(words.split(" ")))
                    .toList();

    /// It says each thing once a minute, and here there is no end of things.
    private static final Logger DOOR_LOG = Logger.getLogger(TerminalDoor.class.getName());

    @TempDir private Path folder;
    private AssembledBox box;
    private TerminalDoor door;
    private final Fuzzer.Findings findings = new Fuzzer.Findings();

    @BeforeEach
    void open() throws IOException {
        DOOR_LOG.setLevel(Level.OFF);
        Path files = Files.createDirectories(folder.resolve("files").resolve("fw"));
        Files.writeString(folder.resolve("files").resolve("menu.tgz"), "menu");
        Files.writeString(files.resolve("main.bin"), "x".repeat(40_000));
        box =
                AssembledBox.in(folder.resolve("box"))
                        .segments(128)
                        .setting("commands.powerful=true")
                        .files(new FileService(new FolderShelf(folder.resolve("files")), _ -> true))
                        .open();
        box.taken.set(0);
        door =
                TerminalDoor.open(
                        new DoorSettings("127.0.0.1", 0, limits()),
                        this::handle,
                        DoorClock.system());
    }

    @AfterEach
    void close() {
        DOOR_LOG.setLevel(null);
        door.close();
        box.close();
    }

    private static DoorLimits limits() {
        Duration second = Duration.ofSeconds(1);
        Duration moment = Duration.ofMillis(100);
        return new DoorLimits(
                new DoorLimits.Sizes(16 << 10, 48 << 10, 8 << 10, 1 << 20),
                new DoorLimits.Times(
                        second, second, second.multipliedBy(2), moment, moment, moment, second),
                new DoorLimits.Crowd(FUZZERS - 1, FUZZERS - 1, 4, second));
    }

    private Answer handle(Wire.Request request) {
        try {
            return box.handle(request);
        } catch (RuntimeException | Error e) {
            findings.wrong(e + " at " + List.of(e.getStackTrace()).subList(0, 3), request.body());
            throw e;
        }
    }

    @Test
    @Conforms("SEC-006")
    void aBoxThatIsSentAnythingAnswersKeepsWhatItPromisedAndStaysSmall() throws Exception {
        long seed = Long.getLong("larder.seed", new Random().nextInt(1_000_000));
        hello();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS) / 4;
        CountDownLatch busy = new CountDownLatch(FUZZERS);
        for (int i = 0; i < FUZZERS; i++) {
            Fuzzer fuzzer = new Fuzzer(door.port(), seed * FUZZERS + i, findings);
            Thread.ofVirtual().start(() -> fuzz(fuzzer, end, busy));
        }
        long before = 0;
        try (JournalReader reader = box.store.journal().reader(1)) {
            Random random = new Random(seed);
            while (!busy.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
                beat(reader, random);
                if (before == 0 && System.nanoTime() >= warm) {
                    before = live();
                }
            }
            findings.owed.follow(reader);
        }
        long growth = live() - before;
        System.out.printf(
                "fuzz: seed %d, %d s: %s, live heap %d MB and %d KB more%n",
                seed, SECONDS, findings, before >> 20, growth >> 10);

        assertThat(findings.violations).as("seed %d", seed).isEmpty();
        assertThat(findings.owed.missing()).as("false OK, seed %d", seed).isZero();
        assertThat(findings.owed.all()).isPositive();
        assertThat(growth).as("live heap, seed %d", seed).isLessThan(GROWTH_BYTES);
        everybodyHasLeft();
        aGoodUploadPasses();
    }

    private void hello() {
        RawTerminal terminal = new RawTerminal(door.port());
        for (String serial : Fuzzer.CANTEEN) {
            terminal.get("/iclock/cpos?SN=" + serial + "&options=all&device_type=30&language=83");
        }
        for (String serial : Fuzzer.ATTENDANCE) {
            terminal.get("/iclock/cdata?SN=" + serial + "&options=all&pushver=2.2.14");
        }
    }

    private void fuzz(Fuzzer fuzzer, long end, CountDownLatch busy) {
        try {
            while (System.nanoTime() < end) {
                fuzzer.round();
            }
        } catch (IOException | RuntimeException | Error e) {
            findings.wrong("fuzzer ended, " + e, Bytes.EMPTY);
        } finally {
            busy.countDown();
        }
    }

    /// Headquarters takes what was checked, time goes on, and there are new orders.
    private void beat(JournalReader reader, Random random) throws IOException {
        box.taken.set(findings.owed.follow(reader));
        box.elapse(BEAT_SECONDS);
        for (String serial :
                Stream.concat(Fuzzer.CANTEEN.stream(), Fuzzer.ATTENDANCE.stream()).toList()) {
            box.commands.order(
                    new Serial(serial),
                    ORDERS.get(random.nextInt(ORDERS.size())),
                    Commands.USUAL_TTL,
                    "fuzz",
                    true);
        }
    }

    private static long live() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void everybodyHasLeft() {
        assertThat(
                        SOON.find(() ->
                                door.counts().connections() == 0
                                        ? Optional.of(true)
                                        : Optional.empty()))
                .as("connections left: %s", door.counts())
                .isPresent();
    }

    private void aGoodUploadPasses() {
        String target = "/iclock/cpos?SN=5158189999999&table=BUYLOG&Stamp=2026-03-01T10:00:00";
        String row = "1\t100023\t2026-03-01 10:00:00\t1250\t8750\t42\t2\t2\t0\t1\t1";
        assertThat(new RawTerminal(door.port()).post(target, row).toString()).isEqualTo("200 OK");
        long kept = box.ask(ledger -> ledger.lastSeq("5158189999999", "BUYLOG"));
        assertThat(kept).isPositive();
        assertThat(box.projector.trouble()).isEmpty();
    }
}
