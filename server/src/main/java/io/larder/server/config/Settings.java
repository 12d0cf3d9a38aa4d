package io.larder.server.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import io.larder.crypto.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                given.put(key.name(), new Given(value, "environment variable " + key.variable()));
            }
        }
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
        return settings;
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
            return config.asMap().orElse(Map.of());
        } catch (ConfigException e) {
            throw new Wrong(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void requireKnown() {
        Map<String, Key<?>> known =
                Keys.ALL.stream().collect(Collectors.toMap(Key::name, Function.identity()));
        given.forEach((name, value) -> {
            if (!known.containsKey(name) && !name.startsWith(Keys.BINDING_KEYS)) {
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
        StringBuilder out =
                new StringBuilder("# Larder. Every key with its default; all are optional.\n");
        String section = "";
        for (Key<?> key : Keys.ALL) {
            String[] name = key.name().split("\\.", 2);
            if (!name[0].equals(section)) {
                section = name[0];
                out.append('\n').append(section).append(":\n");
            }
            out.append("  # ").append(key.about()).append(" Takes ").append(key.expected());
            out.append(".\n  ").append(name[1]).append(": ").append(quoted(key)).append('\n');
            if (key.name().equals(Keys.ADMISSION_POLICY.name())) {
                out.append("  # Keys that terminals must send as pushcommkey, by serial number.\n");
                out.append("  bindingKeys: {}\n");
            }
        }
        return out.toString();
    }

    private static String quoted(Key<?> key) {
        boolean plain = key.fallback().matches("-?\\d+|true|false|[a-z]+");
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
