package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.crypto.Seal;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.storage.Veil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The key under which this box closes what must not lie about in the clear: 32 bytes, from the
/// first of these that there is.
///
/// ```
/// $CREDENTIALS_DIRECTORY/larder-seal-key    a systemd credential
/// the file that `seal.keyFile` names
/// DIR/seal.key                              made at the first start, for the box's own user only
///
/// DIR/seal.check = mark of the key, space, where it came from (credential, file, own)
/// ```
///
/// The mark says whether a key is the one of this store, and nothing else of it.
final class SealFile {
    static final String NAME = "seal.key";
    private static final String CHECK = "seal.check";
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
    private static final String CREDENTIAL = "larder-seal-key";
    private static final String MARKED = "larder seal";

    /// Where a key came from.
    private enum Source {
        CREDENTIAL("the systemd credential " + SealFile.CREDENTIAL),
        FILE("the file of " + Keys.SEAL_KEY_FILE.name()),
        OWN(NAME + " in the data folder");

        private final String words;

        Source(String words) {
            this.words = words;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A key, and what a person should know about it if anything.
    record Opened(Seal seal, Optional<String> notice) {
        Veil veil() {
            return new SealVeil(seal);
        }
    }

    /// What whoever only looks has for a key: `locked` says why what is sealed cannot be opened.
    record Found(Seal seal, Veil veil, Optional<String> locked) {}

    private record Check(String mark, String source) {}

    private final Path data;
    private final Path file;
    private final Source source;

    private SealFile(Path data, Settings settings, Map<String, String> environment) {
        this.data = data;
        String folder = environment.getOrDefault(CREDENTIALS, "");
        Path credential = Path.of(folder).resolve(CREDENTIAL);
        String named = settings.get(Keys.SEAL_KEY_FILE);
        if (!folder.isEmpty() && Files.exists(credential)) {
            this.source = Source.CREDENTIAL;
            this.file = credential;
        } else {
            this.source = named.isEmpty() ? Source.OWN : Source.FILE;
            this.file = named.isEmpty() ? data.resolve(NAME) : Path.of(named);
        }
    }

    /// For a box that starts, which makes a key when it has none. Throws `IOException` when the key
    /// cannot be read, or is not the one of this store.
    static Opened open(Path data, Settings settings, Map<String, String> environment)
            throws IOException {
        return new SealFile(data, settings, environment).open();
    }

    /// For whoever only looks, and makes no files.
    static Found find(Path data, Settings settings, Map<String, String> environment)
            throws IOException {
        return new SealFile(data, settings, environment).find();
    }

    private Opened open() throws IOException {
        Optional<Check> check = check();
        Optional<String> notice = Optional.empty();
        if (!Files.exists(file)) {
            notice = missing(check);
        }
        Seal seal = seal();
        if (notice.isEmpty()) {
            Optional<String> stranger = stranger(seal, check);
            if (stranger.isPresent()) {
                throw new IOException(stranger.get());
            }
        }
        Check now = new Check(mark(seal), source.word());
        if (!check.equals(Optional.of(now))) {
            KeyFile.write(data, CHECK, (now.mark + " " + now.source + "\n").getBytes(US_ASCII));
        }
        return new Opened(seal, notice.or(this::leftBehind));
    }

    /// What to say of a key that is not there; throws when somebody must bring it. Records of money
    /// and hours do not hang on it: the loss of its own key does not keep a box from taking them.
    private Optional<String> missing(Optional<Check> check) throws IOException {
        if (source != Source.OWN) {
            throw new IOException(file + ": there is no such file, expected the key of 32 bytes");
        }
        if (check.isEmpty()) {
            return Optional.empty();
        }
        if (!check.get().source.equals(Source.OWN.word())) {
            throw new IOException(
                    "the key that sealed this store came as a "
                            + check.get().source
                            + " and is not there; bring it back, or delete "
                            + data.resolve(CHECK)
                            + " if it is lost for good");
        }
        return Optional.of(
                file
                        + " is gone, a new key was made: templates, pictures and passwords that the"
                        + " old one sealed cannot be opened, all else is as before");
    }

    private Optional<String> stranger(Seal seal, Optional<Check> check) {
        return check.filter(known -> !known.mark.equals(mark(seal)))
                .map(known ->
                        "the key from "
                                + source.words
                                + " is not the one that sealed this store, which came as "
                                + known.source
                                + "; bring that one, or delete "
                                + data.resolve(CHECK)
                                + " if it is lost for good");
    }

    /// A key that was moved out of the data folder protects nothing while a copy is there.
    private Optional<String> leftBehind() {
        return source != Source.OWN && Files.exists(data.resolve(NAME))
                ? Optional.of(
                        data.resolve(NAME)
                                + " is still there though the key comes from "
                                + source.words
                                + ": delete it, once a copy is in a safe place")
                : Optional.empty();
    }

    private Found find() throws IOException {
        Optional<Check> check = check();
        if (!Files.exists(file)) {
            return new Found(
                    Seal.of(Seal.newKey()),
                    Veil.NONE,
                    check.map(known ->
                            "the key that sealed this store ("
                                    + known.source
                                    + ") is not here: expected in "
                                    + file));
        }
        Seal seal = seal();
        return new Found(seal, new SealVeil(seal), stranger(seal, check));
    }

    private Seal seal() throws IOException {
        try {
            return Seal.of(
                    source == Source.OWN
                            ? KeyFile.open(data, NAME, Seal::newKey)
                            : Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private Optional<Check> check() throws IOException {
        Path stored = data.resolve(CHECK);
        if (!Files.exists(stored)) {
            return Optional.empty();
        }
        String[] words = Files.readString(stored).strip().split(" ", 2);
        if (words.length < 2) {
            throw new IOException(stored + ": expected a mark and a word");
        }
        return Optional.of(new Check(words[0], words[1]));
    }

    private static String mark(Seal seal) {
        return seal.fingerprint(MARKED);
    }
}
