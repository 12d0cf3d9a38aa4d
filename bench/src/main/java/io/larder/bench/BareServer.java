package io.larder.bench;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.command.Guards;
import io.larder.server.command.Secrets;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.DoorSettings;
import io.larder.server.door.TerminalDoor;
import io.larder.server.exchange.Exchange;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.Meaning;
import io.larder.server.exchange.PersonServices;
import io.larder.server.exchange.SiteSettings;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Lens;
import io.larder.server.projector.Projector;
import io.larder.server.projector.Room;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.attendance.AttendanceSettings;
import io.larder.server.protocol.canteen.CanteenSettings;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Intake;
import io.larder.storage.JournalSettings;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The door and exchange of the box before something else than its journal.
final class BareServer {
    private static final JournalSettings SMALL =
            new JournalSettings(1 << 20, JournalSettings.MIN_SEGMENTS, 1 << 20, true);

    /// Held here, since a logger nobody holds forgets its level.
    private static final Logger OF_HELIDON = Logger.getLogger("io.helidon");

    private BareServer() {}

    /// Serves until it is killed; `args` are those of `larder serve` that the load program gives.
    static void serve(String[] args, Intake intake) throws IOException, InterruptedException {
        OF_HELIDON.setLevel(Level.WARNING);
        Path data = data(args);
        String host = setting(args, "terminal.host");
        int port = Integer.parseInt(setting(args, "terminal.port"));
        BoxClock clock =
                new BoxClock(InstantSource.system(), System::nanoTime, 0, ClockTrust.assumed());
        Terminals terminals = new Terminals();
        Admission admission = new Admission(Admission.Policy.OPEN, Map.of(), clock);
        try (Store store = Store.open(data, SMALL);
                Projector projector =
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
                TerminalDoor door =
                        TerminalDoor.open(
                                new DoorSettings(host, port, DoorLimits.defaults()),
                                new Exchange(
                                                intake,
                                                terminals,
                                                admission,
                                                projector,
                                                commands(store, projector, terminals, clock),
                                                clock,
                                                site(),
                                                new FileService(_ -> Optional.empty(), _ -> false),
                                                _ -> new Answer.Refused(503, "no site data", 0),
                                                new Nobody(),
                                                SessionKeys.off())
                                        ::handle,
                                DoorClock.system())) {
            System.out.println("ready terminal=" + host + ":" + door.port());
            new CountDownLatch(1).await();
        }
    }

    private record Nobody() implements PersonServices {
        @Override
        public Answer remember(Terminal terminal, Request.AskPerson question) {
            return new Answer.Refused(503, "no site data", 0);
        }

        @Override
        public Answer verify(Terminal terminal, Request.Verify question) {
            return new Answer.Refused(503, "no site data", 0);
        }
    }

    private static Commands commands(
            Store store, Projector projector, Terminals terminals, BoxClock clock) {
        return new Commands(
                store,
                projector,
                terminals,
                clock,
                new Secrets(Seal.of(Seal.newKey())),
                new Guards(false, (_, _) -> Optional.empty()),
                _ -> {},
                new SecureRandom());
    }

    private static SiteSettings site() {
        return new SiteSettings(
                ZoneOffset.UTC,
                CanteenSettings.standard(ZoneOffset.UTC),
                AttendanceSettings.standard(ZoneOffset.UTC),
                false,
                0);
    }

    /// Where the arguments say that the data is.
    static Path data(String[] args) {
        return Path.of(after(args, "--data"));
    }

    private static String after(String[] args, String word) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(word)) {
                return args[i + 1];
            }
        }
        throw new IllegalArgumentException(word + " is missing");
    }

    private static String setting(String[] args, String key) {
        for (String arg : args) {
            if (arg.startsWith(key + "=")) {
                return arg.substring(key.length() + 1);
            }
        }
        throw new IllegalArgumentException("--set " + key + " is missing");
    }
}
