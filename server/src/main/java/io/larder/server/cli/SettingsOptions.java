package io.larder.server.cli;

import io.larder.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config` and `--set`, for every command that needs the configuration.
final class SettingsOptions {
    private static final Path USUAL = Path.of("/etc/larder/larder.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file; `larder config` prints one with all keys.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key; may be repeated.")
    private List<String> sets = new ArrayList<>();

    /// The file that was named, if one was.
    Optional<Path> file() {
        return Optional.ofNullable(config);
    }

    /// As [#read], with the file of an installed box when none was named.
    Settings readOrUsual() {
        @Nullable Path named = config == null && Files.isReadable(USUAL) ? USUAL : config;
        return Settings.read(named, System.getenv(), sets);
    }

    Settings read() {
        return Settings.read(config, System.getenv(), sets);
    }
}
