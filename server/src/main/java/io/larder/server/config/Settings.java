package io.larder.server.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import io.larder.crypto.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of all keys: defaults, under the file, under the environment, under `--set`. A wrong
/// key or value is refused with where it stands, what it is and what was expected.
public final class Settings {
    private record Given(String value, String where) {}

    private final Map<String, Given> given;

    private Settings(Map<String, Given> given) {
        this.given = given;
    }

    /// Reads them. `file` may be null, `environment` is the process's, `sets` are `key=value`.
    /// Throws [Wrong] for the first thing that is wrong.
    public static Settings read(
            @Nullable Path file, Map<String, String> environment, List<String> sets) {
        Map<String, Given> given = new LinkedHashMap<>();
        if (file != null) {
            file(file).forEach((key, value) -> given.put(key, new Given(value, file.toString())));
        }
        for (Key<?> key : Keys.ALL) {
            String value = environment.get(key.variable());
            if (value != null) {
                given.put(key.name(), new Given(value, variable(key)));
            }
        }
        environment.forEach((variable, value) ->
                upstreamKey(variable, given.keySet())
                        .ifPresent(key -> given.put(key.name(), new Given(value, variable(key)))));
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw new Wrong("--set " + set + ": expected key=value");
            }
            given.put(
                    set.substring(0, equals).strip(),
                    new Given(set.substring(equals + 1).strip(), "--set"));
        }
        Settings settings = new Settings(given);
        settings.requireKnown();
        Keys.ALL.forEach(settings::get);
        for (UpstreamSettings each : settings.named()) {
            UpstreamKeys.ALL.forEach(each::get);
            if (!given.containsKey(each.nameOf(UpstreamKeys.URL))) {
                throw each.wrong(UpstreamKeys.URL, "nothing says where " + each.name() + " is");
            }
        }
        settings.requireOneEach();
        return settings;
    }

    /// Where a box is known by its name alone, two upstreams would take each other's cursor for
    /// their own. Kafka's has the upstream's name. And a broker throws out whoever comes under a
    /// name that somebody has.
    private void requireOneEach() {
        Map<String, String> known = new HashMap<>();
        for (UpstreamSettings each : upstreams()) {
            String kind = each.get(UpstreamKeys.KIND).name();
            String url = each.get(UpstreamKeys.URL);
            if (each.get(UpstreamKeys.KIND) != UpstreamKind.KAFKA) {
                String topics = each.get(UpstreamKeys.PREFIX) + " " + each.get(UpstreamKeys.SITE);
                requireFirst(known, each, UpstreamKeys.URL, kind + " " + url + " " + topics);
            }
            String client = each.get(UpstreamKeys.CLIENT_ID);
            if (!client.isEmpty()) {
                requireFirst(known, each, UpstreamKeys.CLIENT_ID, url + " as " + client);
            }
        }
    }

    private static void requireFirst(
            Map<String, String> known, UpstreamSettings each, Key<String> key, String place) {
        String other = known.putIfAbsent(place, each.name());
        if (other != null) {
            throw each.wrong(key, "upstream " + other + " is there already");
        }
    }

    private static String variable(Key<?> key) {
        return "environment variable " + key.variable();
    }

    /// The key of an upstream that an environment variable sets. A variable cannot say `-`: one in
    /// a name is found when the file names that upstream.
    private static Optional<Key<?>> upstreamKey(String variable, Set<String> given) {
        String section =
                "LARDER_" + UpstreamKeys.SECTION.toUpperCase(Locale.ROOT).replace('.', '_');
        if (!variable.startsWith(section)) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>(names(given));
        int end = variable.indexOf('_', section.length());
        names.add(
                variable.substring(section.length(), Math.max(section.length(), end))
                        .toLowerCase(Locale.ROOT));
        return names.stream()
                .flatMap(name ->
                        UpstreamKeys.ALL.stream()
                                .<Key<?>>map(key -> key.under(UpstreamKeys.SECTION + name + ".")))
                .filter(key -> key.variable().equals(variable))
                .findFirst();
    }

    /// The names of upstreams in names of keys.
    private static List<String> names(Collection<String> keys) {
        return keys.stream()
                .filter(key -> key.startsWith(UpstreamKeys.SECTION))
                .map(key -> key.substring(UpstreamKeys.SECTION.length()).split("\\.", 2)[0])
                .distinct()
                .toList();
    }

    private List<UpstreamSettings> named() {
        return names(given.keySet()).stream()
                .map(name -> new UpstreamSettings(this, name))
                .toList();
    }

    /// The upstreams in use, in the order in which they were named.
    public List<UpstreamSettings> upstreams() {
        return named().stream().filter(each -> !each.get(UpstreamKeys.URL).isEmpty()).toList();
    }

    private static Map<String, String> file(Path file) {
        try {
            Config config =
                    Config.builder()
                            .disableEnvironmentVariablesSource()
                            .disableSystemPropertiesSource()
                            .disableParserServices()
                            .addParser(YamlConfigParser.create())
                            .addSource(ConfigSources.file(file))
                            .build();
            return withoutEmptySections(config.asMap().orElse(Map.of()));
        } catch (ConfigException e) {
            throw new Wrong(file + ": cannot be read: " + e.getMessage());
        }
    }

    /// A section whose keys are all behind a `#` says nothing.
    private static Map<String, String> withoutEmptySections(Map<String, String> read) {
        Map<String, String> said = new LinkedHashMap<>(read);
        said.entrySet().removeIf(each -> each.getValue().isEmpty() && isSection(each.getKey()));
        return said;
    }

    private static boolean isSection(String name) {
        String start = name + ".";
        return start.equals(UpstreamKeys.SECTION)
                || Keys.ALL.stream().anyMatch(key -> key.name().startsWith(start));
    }

    private void requireKnown() {
        Map<String, Key<?>> known =
                Keys.ALL.stream().collect(Collectors.toMap(Key::name, Function.identity()));
        given.forEach((name, value) -> {
            if (name.startsWith(UpstreamKeys.SECTION)) {
                requireUpstream(name, value);
            } else if (!known.containsKey(name) && !name.startsWith(Keys.BINDING_KEYS)) {
                throw new Wrong(
                        value.where()
                                + ": "
                                + name
                                + " is no key"
                                + nearest(name)
                                        .map(near -> ", did you mean " + near + "?")
                                        .orElse(", `larder config` lists all"));
            }
        });
    }

    private static void requireUpstream(String name, Given value) {
        String[] parts = name.substring(UpstreamKeys.SECTION.length()).split("\\.", 2);
        if (!parts[0].matches(UpstreamKeys.NAME)) {
            throw new Wrong(
                    value.where()
                            + ": "
                            + name
                            + " names an upstream "
                            + parts[0]
                            + ", expected small letters, digits and -, at most 32");
        }
        String key = parts.length < 2 ? "" : parts[1];
        if (UpstreamKeys.ALL.stream().noneMatch(each -> each.name().equals(key))) {
            throw new Wrong(
                    value.where()
                            + ": "
                            + name
                            + " is no key, an upstream has "
                            + UpstreamKeys.ALL.stream()
                                    .map(Key::name)
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static Optional<String> nearest(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return Keys.ALL.stream()
                .map(Key::name)
                .filter(known -> known.endsWith("." + last) || known.equalsIgnoreCase(name))
                .findFirst();
    }

    /// The value of `key`.
    public <T> T get(Key<T> key) {
        Given value = given.get(key.name());
        String text = value == null ? key.fallback() : value.value();
        try {
            return key.read().apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(key, e.getMessage());
        }
    }

    /// Whether `key` was set to something, wherever.
    public boolean isSet(Key<?> key) {
        Given value = given.get(key.name());
        return value != null && !value.value().isBlank();
    }

    /// A refusal of what `key` was set to, for checks that need more than one key.
    public Wrong wrong(Key<?> key, @Nullable String why) {
        Given value = given.get(key.name());
        return new Wrong(
                (value == null ? "default" : value.where())
                        + ": "
                        + key.name()
                        + " is "
                        + (key.secret() ? "***" : value == null ? key.fallback() : value.value())
                        + ", expected "
                        + key.expected()
                        + (why == null ? "" : " (" + why + ")"));
    }

    /// A secret, empty when none is set.
    public Optional<Secret> secret(Key<String> key) {
        return Optional.of(get(key)).filter(text -> !text.isEmpty()).map(Secret::of);
    }

    /// What was set to something, `key: value` in the order of the names; of a secret only that it
    /// is set.
    public List<String> summary() {
        return given.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each ->
                        each.getKey()
                                + ": "
                                + (secret(each.getKey()) ? "(set)" : each.getValue().value()))
                .toList();
    }

    private static boolean secret(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.startsWith(Keys.BINDING_KEYS)
                || Keys.ALL.stream().anyMatch(key -> key.secret() && key.name().equals(name))
                || (name.startsWith(UpstreamKeys.SECTION)
                        && UpstreamKeys.ALL.stream()
                                .anyMatch(key -> key.secret() && key.name().equals(last)));
    }

    /// Binding keys by serial number.
    public Map<String, Secret> bindingKeys() {
        Map<String, Secret> keys = new HashMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(Keys.BINDING_KEYS)) {
                keys.put(name.substring(Keys.BINDING_KEYS.length()), Secret.of(value.value()));
            }
        });
        return keys;
    }

    /// The commented example file: every key with its default.
    public static String example() {
        return example("");
    }

    /// The same with a `#` before each key: it sets nothing, so that later defaults hold, and an
    /// owner takes away the `#` before what is to differ.
    public static String blank() {
        return example("#");
    }

    private static String example(String mark) {
        StringBuilder out =
                new StringBuilder("# Larder. Every key with its default; all are optional.\n");
        sections()
                .forEach((section, keys) -> {
                    out.append('\n').append(section).append(":\n");
                    for (Key<?> key : keys) {
                        line(out, "  ", mark, key.name().substring(section.length() + 1), key);
                        if (key.name().equals(Keys.ADMISSION_POLICY.name())) {
                            out.append(
                                    "  # Keys that terminals must send as pushcommkey, by serial number.\n");
                            out.append("  ").append(mark).append("bindingKeys: {}\n");
                        }
                    }
                });
        out.append("\n# Ways up, any number, by names of your own; each has all of these keys.\n");
        out.append("upstreams:\n  ").append(mark).append(UpstreamKeys.EXAMPLE).append(":\n");
        UpstreamKeys.ALL.forEach(key -> line(out, "    ", mark, key.name(), key));
        return out.toString();
    }

    /// Each section once: of two with one name, YAML keeps the second only.
    private static Map<String, List<Key<?>>> sections() {
        Map<String, List<Key<?>>> sections = new LinkedHashMap<>();
        Keys.ALL.forEach(key ->
                sections.computeIfAbsent(key.name().split("\\.", 2)[0], _ -> new ArrayList<>())
                        .add(key));
        return sections;
    }

    private static void line(
            StringBuilder out, String indent, String mark, String name, Key<?> key) {
        out.append(indent).append("# ").append(key.about()).append(" Takes ");
        out.append(key.expected()).append(".\n");
        out.append(indent).append(mark).append(name).append(": ");
        out.append(quoted(key)).append('\n');
    }

    private static String quoted(Key<?> key) {
        // YAML takes a bare off for false.
        boolean plain = key.fallback().matches("-?\\d+|(?!(on|off|yes|no|y|n)$)[a-z]+");
        return plain ? key.fallback() : '"' + key.fallback() + '"';
    }

    /// Something in the configuration is wrong; the message says where, what and what was expected.
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }
}
