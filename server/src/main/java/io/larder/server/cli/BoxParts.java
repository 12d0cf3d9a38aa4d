package io.larder.server.cli;

import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.server.config.Keys;
import io.larder.server.config.OptionKeys;
import io.larder.server.config.Settings;
import io.larder.server.config.TerminalKeys;
import io.larder.server.door.DoorLimits;
import io.larder.server.door.DoorSettings;
import io.larder.server.door.DoorTls;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.Shelf;
import io.larder.server.exchange.SiteSettings;
import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import io.larder.server.protocol.attendance.AttendanceSettings;
import io.larder.server.protocol.canteen.CanteenSettings;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.SessionKeys;
import io.larder.storage.JournalSettings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Settings turned into what the parts of a box take. What a part refuses is reported with the key
/// it came from.
final class BoxParts {
    private static final System.Logger LOG = System.getLogger(BoxParts.class.getName());

    private BoxParts() {}

    static JournalSettings journal(Settings settings) {
        int body = settings.get(TerminalKeys.BODY);
        JournalSettings journal =
                checked(
                        settings,
                        Keys.SEGMENT_BYTES,
                        () ->
                                new JournalSettings(
                                        settings.get(Keys.SEGMENT_BYTES),
                                        settings.get(Keys.SEGMENTS),
                                        JournalSettings.DEFAULT.queueBytes(),
                                        settings.get(Keys.SYNC)));
        if (body + DoorLimits.defaults().sizes().head() > journal.maxEntryBytes()) {
            throw settings.wrong(
                    TerminalKeys.BODY, "it must fit journal.segmentBytes with its head");
        }
        return journal;
    }

    /// The room that photos and templates may take.
    static long contentBytes(Settings settings) {
        return (long) settings.get(Keys.CONTENTS) << 20;
    }

    /// `shown` is for its port with TLS, if it has one.
    static DoorSettings door(Settings settings, TlsKey shown) {
        int covered = settings.get(TerminalKeys.TLS_PORT);
        DoorLimits usual =
                DoorLimits.fitting(
                        Runtime.getRuntime().maxMemory(),
                        covered != 0,
                        settings.get(TerminalKeys.CONNECTIONS));
        int body = settings.get(TerminalKeys.BODY);
        int perAddress = settings.get(TerminalKeys.PER_ADDRESS);
        DoorLimits.Sizes sizes =
                new DoorLimits.Sizes(
                        usual.sizes().head(),
                        body,
                        usual.sizes().unbudgeted(),
                        Math.max(body, usual.sizes().budget()));
        DoorLimits.Crowd crowd =
                new DoorLimits.Crowd(
                        usual.crowd().open(),
                        perAddress == 0 ? usual.crowd().perAddress() : perAddress,
                        usual.crowd().refusals(),
                        usual.crowd().grace());
        int port = settings.get(TerminalKeys.PORT);
        return new DoorSettings(
                settings.get(TerminalKeys.HOST),
                port == 0 ? DoorSettings.NO_PORT : port,
                new DoorLimits(sizes, usual.times(), crowd),
                covered == 0
                        ? Optional.empty()
                        : Optional.of(new DoorTls(covered, Tls.server(shown))));
    }

    static SiteSettings site(Settings settings) {
        ZoneId zone = settings.get(Keys.ZONE);
        Pace pace =
                checked(
                        settings,
                        OptionKeys.TRANS_TIMES,
                        () ->
                                new Pace(
                                        settings.get(OptionKeys.ERROR_DELAY),
                                        settings.get(OptionKeys.DELAY),
                                        times(settings.get(OptionKeys.TRANS_TIMES)),
                                        settings.get(OptionKeys.TRANS_INTERVAL),
                                        settings.get(OptionKeys.SYNC_TIME),
                                        settings.get(OptionKeys.REALTIME)));
        @Nullable Version version = version(settings);
        CanteenSettings canteen =
                checked(
                        settings,
                        OptionKeys.CANTEEN_TRANS_FLAG,
                        () ->
                                new CanteenSettings(
                                        pace,
                                        settings.get(OptionKeys.CANTEEN_TRANS_FLAG),
                                        settings.get(OptionKeys.ALLOW_ONLINE),
                                        settings.get(OptionKeys.MACHINE_TYPE),
                                        settings.get(OptionKeys.CUSTOM_SECTOR),
                                        ZoneOffset.UTC,
                                        version,
                                        sectors(settings)));
        AttendanceSettings attendance =
                new AttendanceSettings(
                        pace,
                        AttendanceSettings.standard(ZoneOffset.UTC).transData(),
                        ZoneOffset.UTC,
                        version);
        return new SiteSettings(
                zone,
                canteen,
                attendance,
                settings.get(OptionKeys.COMPACT_TIME),
                settings.get(TerminalKeys.RATE));
    }

    /// The keys of terminals; whoever offers them must know for which terminals they are.
    static SessionKeys sessionKeys(Settings settings, BoxClock clock) {
        String word = settings.get(Keys.KEY_EXCHANGE);
        if (word.equals(Keys.OFF)) {
            return SessionKeys.off();
        }
        List<AlgorithmSet> sets = AlgorithmSet.all();
        AlgorithmSet chosen =
                sets.stream()
                        .filter(set -> set.word().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () -> settings.wrong(Keys.KEY_EXCHANGE, "there is " + words(sets)));
        LOG.log(
                System.Logger.Level.WARNING,
                "terminal.keyExchange is {0}: {1}",
                word,
                chosen.about());
        return SessionKeys.with(chosen, clock::monotonicMillis);
    }

    private static String words(List<AlgorithmSet> sets) {
        return sets.stream().map(AlgorithmSet::word).collect(Collectors.joining(", "));
    }

    /// The service of the files that `offered` lets out, and of `pictures`. Their folder need not
    /// exist; a relative one begins at the data folder.
    static FileService files(
            Path data, Settings settings, Shelf pictures, Predicate<String> offered) {
        String folder = settings.get(Keys.FILES_FOLDER);
        Path files =
                checked(
                        settings,
                        Keys.FILES_FOLDER,
                        () -> data.resolve(folder.isEmpty() ? "files" : folder));
        Shelf folders = new FolderShelf(files);
        return new FileService(path -> pictures.open(path).or(() -> folders.open(path)), offered);
    }

    private static CanteenSettings.CardSectors sectors(Settings settings) {
        String pass = settings.get(OptionKeys.CARD_PASS);
        return checked(
                settings,
                OptionKeys.USE_SECTION,
                () ->
                        new CanteenSettings.CardSectors(
                                number(settings.get(OptionKeys.USE_SECTION)),
                                number(settings.get(OptionKeys.BACK_SECTION)),
                                pass.isEmpty() ? null : pass));
    }

    private static @Nullable Integer number(String text) {
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    private static @Nullable Version version(Settings settings) {
        String text = settings.get(OptionKeys.PUSH_PROT_VER);
        return text.isEmpty()
                ? null
                : checked(
                        settings,
                        OptionKeys.PUSH_PROT_VER,
                        () -> {
                            Version version =
                                    Version.read(text)
                                            .orElseThrow(() ->
                                                    new IllegalArgumentException("no version"));
                            Pace.plainVersion(version);
                            return version;
                        });
    }

    private static List<LocalTime> times(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(";")).map(BoxParts::time).toList();
    }

    /// A time of day.
    static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text + " is no time such as 02:00", e);
        }
    }

    static <T> T checked(Settings settings, io.larder.server.config.Key<?> key, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw settings.wrong(key, e.getMessage());
        }
    }
}
