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
import io.larder.storage.JournalSettings;
import io.larder.storage.NoJournal;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The same door and exchange with a journal that keeps nothing. Takes the arguments of `larder
/// serve` that the load program gives.
public final class NoJournalServer {
    private static final JournalSettings SMALL =
            new JournalSettings(1 << 20, JournalSettings.MIN_SEGMENTS, 1 << 20, true);

    private NoJournalServer() {}

    /// Serves until it is killed.
    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Path.of(after(args, "--data"));
        String host = setting(args, "terminal.host");
        int port = Integer.parseInt(setting(args, "terminal.port"));
        BoxClock clock = 
                new BoxClock(
                        InstantSource.system(), System::nanoTime, 0, ClockTrust.assumed());
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
                                                new NoJournal(),
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
