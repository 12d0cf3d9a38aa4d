package io.larder.server.cli;

import io.larder.server.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config` and `--set`, for every command that needs the configuration.
final class SettingsOptions {
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

    Settings read() {
        return Settings.read(config, System.getenv(), sets);
    }
}
