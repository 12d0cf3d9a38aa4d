package io.larder.server.cli;

import io.larder.server.config.Key;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.config.TerminalKeys;
import io.larder.server.doctor.Checkup;
import io.larder.storage.JournalView;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks at a box from all sides, running or not, and changes nothing: whatever cannot be seen is
/// left out, for somebody is ill who is looked at.
///
/// `system` is the root folder of the machine but in tests.
final class Sight {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");

    private final Path data;
    private final Path system;
    private final Instant now;
    private final Map<String, String> environment;
    private final Optional<String> wrong;
    private final @Nullable Settings settings;

    private Sight(
            Path data,
            Supplier<Settings> settings,
            Path system,
            Instant now,
            Map<String, String> environment) {
        this.data = data;
        this.system = system;
        this.now = now;
        this.environment = Map.copyOf(environment);
        Optional<String> complaint = Optional.empty();
        @Nullable Settings read = null;
        try {
            read = settings.get();
            SettingsCheck.check(read);
        } catch (Settings.Wrong e) {
            complaint = Optional.of(String.valueOf(e.getMessage()));
        }
        this.settings = read;
        this.wrong = complaint;
    }

    /// What is seen of the box in `data` now.
    static Checkup of(
            Path data,
            Supplier<Settings> settings,
            Path system,
            Instant now,
            Map<String, String> environment)
            throws IOException {
        return new Sight(data, settings, system, now, environment).look();
    }

    private enum Folder {
        THERE,
        MISSING,
        CLOSED,
        UNREADABLE
    }

    private record Found(Folder folder, String why, Optional<JournalView> journal) {}

    private Found find() {
        try {
            if (Files.exists(data) && !Files.isDirectory(data)) {
                throw new NotDirectoryException(data.toString());
            }
            if (Files.exists(data) && !(Files.isReadable(data) && Files.isExecutable(data))) {
                throw new AccessDeniedException(data.toString());
            }
            return new Found(Folder.THERE, "", Optional.of(Store.look(data)));
        } catch (Store.NoStore e) {
            return new Found(Folder.MISSING, "", Optional.empty());
        } catch (AccessDeniedException | NotDirectoryException e) {
            return new Found(
                    Folder.CLOSED,
                    e instanceof NotDirectoryException ? "it is no folder" : "access is denied",
                    Optional.empty());
        } catch (IOException e) {
            return new Found(Folder.UNREADABLE, String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private Checkup look() throws IOException {
        Found found = find();
        boolean running = found.folder() == Folder.THERE && isRunning();
        Optional<LedgerReader> ledger = found.journal().isPresent() ? ledger() : Optional.empty();
        try {
            Console console = running ? console(found, ledger) : Console.NONE;
            return new Checkup(
                    data.toString(),
                    now,
                    new Checkup.Start(
                            running,
                            found.folder() == Folder.MISSING,
                            when(found, Folder.CLOSED),
                            when(found, Folder.UNREADABLE),
                            wrong,
                            running || found.folder() != Folder.THERE ? Optional.empty() : key(),
                            running || found.folder() != Folder.THERE
                                    ? Optional.empty()
                                    : takenPort(),
                            console.silent(),
                            console.deaf()),
                    medium(found),
                    memory(),
                    console.live(),
                    store(found, ledger, running),
                    since(),
                    last(Runs.BACKUP),
                    last(Runs.CHECK));
        } finally {
            ledger.ifPresent(LedgerReader::close);
        }
    }

    private static Optional<String> when(Found found, Folder folder) {
        return found.folder() == folder ? Optional.of(found.why()) : Optional.empty();
    }

    /// On a medium that cannot be written nothing can be held, and no box runs.
    private boolean isRunning() {
        try {
            return Store.inUse(data);
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<LedgerReader> ledger() {
        try {
            return Optional.of(Store.lookAtLedger(data));
        } catch (LedgerException e) {
            return Optional.empty();
        }
    }

    private Optional<String> key() {
        if (settings == null) {
            return Optional.empty();
        }
        try {
            return SealFile.find(data, settings, environment).locked();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Where terminals are to connect and somebody else listens.
    private Optional<String> takenPort() {
        if (settings == null) {
            return Optional.empty();
        }
        String host = settings.get(TerminalKeys.HOST);
        for (Key<Integer> key : List.of(TerminalKeys.PORT, TerminalKeys.TLS_PORT)) {
            int port = settings.get(key);
            try (ServerSocket socket = new ServerSocket()) {
                if (port != 0) {
                    socket.bind(new InetSocketAddress(host, port));
                }
            } catch (IOException e) {
                return Optional.of(host + ":" + port + " (" + e.getMessage() + ")");
            }
        }
        return Optional.empty();
    }

    private record Console(Optional<Checkup.Live> live, Optional<String> silent, boolean deaf) {
        static final Console NONE = new Console(Optional.empty(), Optional.empty(), false);
    }

    private Console console(Found found, Optional<LedgerReader> ledger) throws IOException {
        boolean expected = ConsoleFile.read(data).isPresent();
        try (ConsoleClient client = ConsoleClient.of(data)) {
            LiveProbe probe =
                    new LiveProbe(
                            found.journal().orElseThrow(),
                            ledger,
                            now,
                            ConsoleFile.since(data),
                            ringBytes(found.journal().orElseThrow()));
            return new Console(Optional.of(probe.look(client)), Optional.empty(), false);
        } catch (IOException e) {
            return new Console(
                    Optional.empty(), Optional.of(String.valueOf(e.getMessage())), expected);
        }
    }

    /// A young ring has not grown to its size yet.
    private long ringBytes(JournalView journal) {
        return settings == null
                ? 0
                : settings.get(Keys.SEGMENT_BYTES)
                        * Math.max(journal.files(), settings.get(Keys.SEGMENTS));
    }

    private Optional<Checkup.Store> store(
            Found found, Optional<LedgerReader> ledger, boolean running) throws IOException {
        if (found.journal().isEmpty()) {
            return Optional.empty();
        }
        if (ledger.isPresent()) {
            try {
                long last = found.journal().get().lastSeq();
                return Optional.of(new StoreProbe(data, ledger.get(), last).look(!running));
            } catch (LedgerException e) {
                return Optional.of(Checkup.Store.of(damages()));
            }
        }
        return Optional.of(Checkup.Store.of(damages()));
    }

    private List<String> damages() throws IOException {
        return StoreProbe.damages(RealDisk.readOnly(data.resolve("journal")));
    }

    private Checkup.Medium medium(Found found) {
        try {
            if (found.folder() != Folder.CLOSED) {
                return new MediumProbe(data, system.resolve("sys")).look();
            }
        } catch (IOException e) {
            // There is nothing to look at.
        }
        return new Checkup.Medium(
                false,
                Optional.empty(),
                Long.MAX_VALUE,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                false,
                OptionalLong.empty());
    }

    private Checkup.Memory memory() {
        try {
            String text = Files.readString(system.resolve("proc/meminfo"));
            return new Checkup.Memory(bytes(AVAILABLE, text), bytes(TOTAL, text));
        } catch (IOException e) {
            return new Checkup.Memory(0, 0);
        }
    }

    private static long bytes(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    }

    private Optional<Instant> since() {
        try {
            return Optional.of(IdentityFile.since(data));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Checkup.Last> last(Runs run) {
        return run.last(data).map(last -> new Checkup.Last(last.at(), last.well(), last.words()));
    }
}
