package io.larder.server.simulate.clock;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a terminal is made for.
///
/// @param versions version of the algorithm by type of template (PROTOCOL.md 7.5); a type that is
///   missing is not supported
/// @param language 83 is Chinese, whose text is GB18030; all others are UTF-8 (PROTOCOL.md 1.0.4)
/// @param people how many fit
/// @param templates how many fit, over all types
/// @param images whether enrolling a finger uploads its three pictures
public record Model(
        Generation generation,
        Map<Integer, Integer> versions,
        int language,
        int people,
        int templates,
        boolean images) {
    private static final int CHINESE = 83;
    private static final int ENGLISH = 69;

    public Model {
        versions = Map.copyOf(versions);
    }

    /// Fingerprints only.
    public static Model classic(int fingers) {
        return of(Generation.CLASSIC, Map.of(Template.FINGER, fingers));
    }

    /// Fingerprints and near-infrared faces.
    public static Model push2(int fingers, int faces) {
        return of(
                Generation.PUSH2, Map.of(Template.FINGER, fingers, Template.INFRARED_FACE, faces));
    }

    /// Fingerprints, visible-light faces and palm veins.
    public static Model hybrid(int fingers, int faces, int palms) {
        return of(
                Generation.HYBRID,
                Map.of(
                        Template.FINGER,
                        fingers,
                        Template.VISIBLE_FACE,
                        faces,
                        Template.PALM_VEIN,
                        palms));
    }

    public Model withCapacity(int mostPeople, int mostTemplates) {
        return new Model(generation, versions, language, mostPeople, mostTemplates, images);
    }

    /// Names in GB18030.
    public Model inChinese() {
        return new Model(generation, versions, CHINESE, people, templates, images);
    }

    /// Enrolling a finger uploads its three pictures.
    public Model withImages() {
        return new Model(generation, versions, language, people, templates, true);
    }

    boolean supports(int type) {
        return versions.containsKey(type);
    }

    /// -1 when the type is not supported.
    int version(int type) {
        return versions.getOrDefault(type, -1);
    }

    /// Of names in bodies and in commands. The oldest never says its language, so nobody can know
    /// that it is Chinese.
    Charset charset() {
        return language == CHINESE && generation != Generation.CLASSIC
                ? Charset.forName("GB18030")
                : StandardCharsets.UTF_8;
    }

    private static Model of(Generation generation, Map<Integer, Integer> versions) {
        return new Model(generation, versions, ENGLISH, 1_000, 10_000, false);
    }
}
