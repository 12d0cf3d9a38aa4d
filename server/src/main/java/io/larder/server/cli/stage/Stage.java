package io.larder.server.cli.stage;

import io.larder.server.simulate.Line;
import io.larder.storage.JournalView;
import io.larder.storage.LedgerException;
import io.larder.storage.Store;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Headquarters, a line to it, and a box: two processes of the real program and everything needed
/// to break and to count them.
public final class Stage implements AutoCloseable {
    /// Ports below those that the system gives to callers: a terminal that calls while the box is
    /// away must not be given the very port that the box wants back.
    private static final int LOWEST_PORT = 12_000;

    private static final int PORT_BOUND = 32_000;
    private static final int PORT_TRIES = 100;

    /// What is played: folders, flags for Java, and settings besides the usual ones.
    ///
    /// @param folder for the logs
    /// @param box data folder of the box
    /// @param headquarters data folder of headquarters
    /// @param boxUnder command in front of the box's own, for example `nice`; it must become the
    ///   box's process
    public record Setup(
            Path folder,
            Path box,
            Path headquarters,
            List<String> flags,
            List<String> boxSettings,
            List<String> headquartersSettings,
            List<String> boxUnder) {
        /// Everything in `folder`, both with the same settings.
        public static Setup in(Path folder, String... settings) {
            List<String> both = List.of(settings);
            return new Setup(
                    folder,
                    folder.resolve("box"),
                    folder.resolve("headquarters"),
                    List.of(),
                    both,
                    both,
                    List.of());
        }

        /// The same with flags that make a small, quickly started process.
        public Setup withFlags(String... more) {
            return new Setup(
                    folder,
                    box,
                    headquarters,
                    List.of(more),
                    boxSettings,
                    headquartersSettings,
                    boxUnder);
        }

        /// The same with the box's data elsewhere.
        public Setup withBox(Path elsewhere) {
            return new Setup(
                    folder,
                    elsewhere,
                    headquarters,
                    flags,
                    boxSettings,
                    headquartersSettings,
                    boxUnder);
        }

        /// The same with headquarters' data elsewhere.
        public Setup withHeadquarters(Path elsewhere) {
            return new Setup(
                    folder, box, elsewhere, flags, boxSettings, headquartersSettings, boxUnder);
        }

        /// The same with one more setting of the box.
        public Setup withBoxSetting(String setting) {
            List<String> more = Stream.concat(boxSettings.stream(), Stream.of(setting)).toList();
            return new Setup(
                    folder, box, headquarters, flags, more, headquartersSettings, boxUnder);
        }

        /// The same with one more setting of headquarters.
        public Setup withHeadquartersSetting(String setting) {
            List<String> more =
                    Stream.concat(headquartersSettings.stream(), Stream.of(setting)).toList();
            return new Setup(folder, box, headquarters, flags, boxSettings, more, boxUnder);
        }

        /// The same with another command in front of the box's own.
        public Setup withBoxUnder(String... command) {
            return new Setup(
                    folder,
                    box,
                    headquarters,
                    flags,
                    boxSettings,
                    headquartersSettings,
                    List.of(command));
        }
    }

    private final Setup setup;
    private final List<Closeable> open = new ArrayList<>();
    private final int door = freePort();
    private final Child headquarters;
    private final Line line;
    private final Child box;

    private Stage(Setup setup) throws IOException, InterruptedException {
        this.setup = setup;
        try {
            int receive = freePort();
            headquarters = newHeadquarters(receive);
            open.addFirst(headquarters);
            line = Line.to(receive);
            open.addFirst(line::close);
            box = newBox();
            open.addFirst(box);
            headquarters.awaitReady();
            box.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts both and returns when both are ready.
    public static Stage open(Setup setup) throws IOException, InterruptedException {
        return new Stage(setup);
    }

    private Child newHeadquarters(int port) throws IOException {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "clock.trust=assumed",
                                "terminal.port=0",
                                "console.port=0",
                                "receive.port=" + port));
        settings.addAll(setup.headquartersSettings());
        Path log = setup.folder().resolve("headquarters.log");
        return Child.begin(List.of(), setup.headquarters(), log, setup.flags(), settings);
    }

    private Child newBox() throws IOException {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "clock.trust=assumed",
                                "terminal.host=127.0.0.1",
                                "terminal.port=" + door,
                                "console.port=0",
                                "admission.policy=open",
                                "upstreams.headquarters.url=http://127.0.0.1:" + line.port(),
                                "upstreams.headquarters.maxBackoffSeconds=2"));
        settings.addAll(setup.boxSettings());
        Path log = setup.folder().resolve("box.log");
        return Child.begin(setup.boxUnder(), setup.box(), log, setup.flags(), settings);
    }

    private static int freePort() throws IOException {
        for (int left = PORT_TRIES; ; left--) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, PORT_BOUND);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /// Where terminals connect.
    public InetSocketAddress door() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), door);
    }

    public Child box() {
        return box;
    }

    public Child headquarters() {
        return headquarters;
    }

    public Line line() {
        return line;
    }

    public Headcount atBox() {
        return new Headcount(setup.box());
    }

    public Headcount atHeadquarters() {
        return new Headcount(setup.headquarters());
    }

    /// Whether headquarters has understood everything that is in the box's journal.
    public boolean isDrained() {
        try {
            JournalView journal = Store.look(setup.box());
            return atHeadquarters().taken(journal.box()).seq() > journal.lastSeq();
        } catch (IOException | LedgerException e) {
            return false; // one of them is just starting
        }
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (Closeable part : open) {
            try {
                part.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        open.clear();
        if (failed != null) {
            throw failed;
        }
    }
}
