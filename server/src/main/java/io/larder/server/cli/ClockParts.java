package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import io.larder.storage.Journal;
import io.larder.storage.JournalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clock of this machine, and what speaks for it.
final class ClockParts {
    /// Tells one boot from another, where the service may not look into `/proc`.
    private static final String BOOT_VARIABLE = "LARDER_BOOT_ID";

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private static final long FIRST_STRETCH = 16;
    private static final int READ_BYTES = 256 * 1024;

    private ClockParts() {}

    /// For a command that only asks what time it is.
    static BoxClock ofThisMachine() {
        int boot = bootId(System.getenv());
        return clock(boot, ClockTrust.verified(KernelClock.ofThisMachine(), boot));
    }

    /// For a box; see [#begin].
    static BoxClock of(Settings settings) {
        int boot = bootId(System.getenv());
        ClockTrust trust =
                settings.get(Keys.CLOCK_TRUST).equals(Keys.ASSUMED)
                        ? ClockTrust.assumed()
                        : ClockTrust.verified(KernelClock.ofThisMachine(), boot);
        return clock(boot, trust);
    }

    /// For a command that writes into the journal of a stopped box.
    static BoxClock of(Journal journal) throws IOException {
        BoxClock clock = ofThisMachine();
        begin(clock, journal);
        return clock;
    }

    private static BoxClock clock(int boot, ClockTrust trust) {
        return new BoxClock(InstantSource.system(), System::nanoTime, boot, trust);
    }

    /// On another system than Linux every start counts as a boot.
    static int bootId(Map<String, String> environment) {
        try {
            String id =
                    environment.containsKey(BOOT_VARIABLE)
                            ? environment.getOrDefault(BOOT_VARIABLE, "")
                            : Files.readString(BOOT_ID, StandardCharsets.US_ASCII);
            return id.replace("-", "").strip().hashCode();
        } catch (IOException e) {
            return Long.hashCode(ProcessHandle.current().pid() ^ System.nanoTime());
        }
    }

    /// Has the clock know what the journal knows of it: when it was last trusted.
    static void begin(BoxClock clock, Journal journal) throws IOException {
        Optional<Draft.Stamp> last = journal.entry(journal.lastSeq()).map(Entry::stamp);
        Optional<Draft.Stamp> trusted =
                last.filter(Draft.Stamp::clockTrusted).or(() -> lastTrusted(journal));
        trusted.ifPresent(stamp -> clock.trust().begin(stamp, last.equals(trusted)));
    }

    private static Optional<Draft.Stamp> lastTrusted(Journal journal) {
        long last = journal.lastSeq();
        Draft.Stamp found = null;
        long from = last;
        for (long back = FIRST_STRETCH; found == null && from > journal.firstSeq(); back *= 4) {
            from = Math.max(journal.firstSeq(), last - back);
            found = newestTrusted(journal, from);
        }
        return Optional.ofNullable(found);
    }

    private static Draft.@Nullable Stamp newestTrusted(Journal journal, long from) {
        Draft.Stamp newest = null;
        try (JournalReader reader = journal.reader(from)) {
            Optional<JournalReader.Piece> piece = reader.read(READ_BYTES);
            while (piece.isPresent()) {
                if (piece.get() instanceof JournalReader.Piece.Entries(var entries)) {
                    for (Entry entry : entries) {
                        newest = entry.stamp().clockTrusted() ? entry.stamp() : newest;
                    }
                }
                piece = reader.read(READ_BYTES);
            }
        } catch (IOException e) {
            // A box that cannot read them has to take new ones all the same.
            System.getLogger(ClockParts.class.getName())
                    .log(System.Logger.Level.WARNING, "entries cannot be read: {0}", e.toString());
        }
        return newest;
    }
}
