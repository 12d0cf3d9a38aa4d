package io.larder.server.protocol.attendance;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Which people's data a terminal takes, from what it said of itself: at initialisation and in
/// polls (`said`), when it was asked or by itself (`info`). Keys are compared without case and
/// without a leading `~`; `info` comes first.
///
/// A terminal that sends bitmaps (`MultiBioDataSupport`, `MultiBioPhotoSupport`) takes of the newer
/// kinds what they name. Fingers (type 1) and near-infrared faces (type 2) are decided by the flags
/// of `INFO` where it sends some, else by `FingerFunOn` and `FaceFunOn`, else a finger is taken and
/// a face is not. Templates fit only the same major version of the algorithm; an unknown version on
/// either side is no reason to refuse. Sources: PROTOCOL.md 1.2.7, 4.7; trap T-069.
public final class Capabilities {
    /// Bio types by the vendor's numbers (bio_types.csv).
    public static final int FINGER = 1;

    /// A near-infrared face.
    public static final int FACE = 2;

    /// Veins of a finger.
    public static final int FINGER_VEIN = 7;

    /// Veins of a palm, which newer terminals call type 8.
    public static final int PALM_VEIN = 8;

    /// A face in visible light.
    public static final int VISIBLE_FACE = 9;

    private final Map<String, String> facts = new HashMap<>();
    private final BioBitmap data;
    private final BioBitmap photos;
    private final BioBitmap versions;

    /// From the terminal's facts without their prefixes.
    public Capabilities(Map<String, String> said, Map<String, String> info) {
        said.forEach((name, value) -> facts.put(bare(name), value));
        info.forEach((name, value) -> facts.put(bare(name), value));
        data = BioBitmap.read(fact("multibiodatasupport").orElse(""));
        photos = BioBitmap.read(fact("multibiophotosupport").orElse(""));
        versions = BioBitmap.read(fact("multibioversion").orElse(""));
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("~") ? lower.substring(1) : lower;
    }

    /// True when a template of this bio type and version (empty: unknown) can be given to it.
    public boolean takes(int bioType, String version) {
        boolean takes =
                switch (bioType) {
                    case FINGER -> takesFingerprints();
                    case FACE -> takesFaces();
                    case FINGER_VEIN -> data.has(FINGER_VEIN) || isOn("fvfunon").orElse(false);
                    default -> data.has(bioType);
                };
        return takes && fits(version, version(bioType));
    }

    /// True when it takes fingerprints.
    public boolean takesFingerprints() {
        return flag(0).or(() -> isOn("fingerfunon")).orElse(true);
    }

    /// True when it takes templates of near-infrared faces.
    public boolean takesFaces() {
        boolean none = fact("poll.faceversion").filter("-1"::equals).isPresent();
        boolean visible = data.has(VISIBLE_FACE) && !data.has(FACE);
        return !none && !visible && flag(1).or(() -> isOn("facefunon")).orElse(false);
    }

    /// True when it takes a picture of a person for its screen.
    public boolean takesUserPictures() {
        return flag(2).or(() -> isOn("photofunon")).orElse(false);
    }

    /// True when it makes templates of this bio type out of pictures.
    public boolean takesComparisonPhotos(int type) {
        return photos.has(type) || (photos.values().isEmpty() && flag(3).orElse(false));
    }

    /// True when it makes templates out of pictures at all.
    public boolean takesComparisonPhotos() {
        return photos.values().isEmpty() ? flag(3).orElse(false) : photos.values().contains("1");
    }

    /// The version of its fingerprint algorithm such as `10`; empty when it did not say.
    public String fingerVersion() {
        return version(FINGER);
    }

    /// The version of its face algorithm; empty when it did not say or has none.
    public String faceVersion() {
        return version(FACE);
    }

    /// Which templates both sides know, for a terminal that said which it knows.
    Optional<String> sharedTemplates() {
        return shared(data);
    }

    /// Which pictures both sides know, for a terminal that said which it knows.
    Optional<String> sharedPhotos() {
        return shared(photos);
    }

    /// This box hands on every bio type.
    private static Optional<String> shared(BioBitmap theirs) {
        return theirs.values().isEmpty()
                ? Optional.empty()
                : Optional.of(theirs.and(BioBitmap.ALL).write());
    }

    /// What it speaks of: `classic` without `pushver`, `hybrid` when it sends bitmaps of bio types,
    /// `push` otherwise.
    public String generation() {
        if (fact("pushver").isEmpty()) {
            return "classic";
        }
        return data.values().isEmpty() && photos.values().isEmpty() ? "push" : "hybrid";
    }

    /// The version of the templates of a bio type that it makes; empty when it does not say.
    public String version(int type) {
        String listed = versions.at(type);
        if (!listed.equals("0")) {
            return listed;
        }
        return switch (type) {
            case FINGER -> first("poll.fpversion", "zkfpversion", "fpversion");
            case FACE, VISIBLE_FACE -> first("poll.faceversion", "faceversion", "zkfaceversion");
            case FINGER_VEIN -> first("fvversion");
            case PALM_VEIN -> first("pvversion");
            default -> "";
        };
    }

    private String first(String... names) {
        return List.of(names).stream()
                .map(facts::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty() && !value.equals("0") && !value.equals("-1"))
                .findFirst()
                .orElse("");
    }

    /// By the number in front: 10 and 10.0 are one algorithm, 58.10 and 58.12 too.
    private static boolean fits(String template, String terminal) {
        return template.isEmpty()
                || terminal.isEmpty()
                || major(template).equals("0")
                || major(template).equals(major(terminal));
    }

    private static String major(String version) {
        int dot = version.indexOf('.');
        return (dot < 0 ? version : version.substring(0, dot)).strip();
    }

    private Optional<Boolean> flag(int index) {
        return fact("poll.flags")
                .filter(flags -> index < flags.length())
                .map(flags -> flags.charAt(index) == '1');
    }

    private Optional<Boolean> isOn(String name) {
        return fact(name).map("1"::equals);
    }

    private Optional<String> fact(String name) {
        return Optional.ofNullable(facts.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
