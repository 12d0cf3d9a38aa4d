package io.larder.server.cli;

import io.larder.server.config.Settings;
import io.larder.server.config.UpstreamSettings;

/// What settings say that no box starts with, as far as it is seen without starting one: files of
/// certificates are read by the start alone.
final class SettingsCheck {
    private SettingsCheck() {}

    /// Throws [Settings.Wrong] that names the key, as the start would.
    static void check(Settings settings) {
        BoxParts.journal(settings);
        BoxParts.site(settings);
        ConsolePart.check(settings);
        ReceiverParts.check(settings);
        MeetingParts.settings(settings);
        TlsParts.isOwn(settings);
        for (UpstreamSettings upstream : settings.upstreams()) {
            UpstreamParts.check(upstream);
        }
    }
}
