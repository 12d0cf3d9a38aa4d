package io.larder.server.cli;

import io.larder.crypto.TerminalDigest;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.door.Talks;
import io.larder.server.exchange.meeting.MeetingSettings;
import io.larder.server.exchange.meeting.Reception;
import java.time.Duration;
import java.util.Optional;

/// What meeting terminals need, made from the settings.
final class MeetingParts {
    private MeetingParts() {}

    static MeetingSettings settings(Settings settings) {
        return new MeetingSettings(
                BoxParts.site(settings),
                settings.get(Keys.MEETING_CREDENTIALS).equals("required"),
                shared(settings),
                settings.secret(Keys.MEETING_SECRET),
                Duration.ofSeconds(settings.get(Keys.MEETING_HEARTBEAT)),
                settings.get(Keys.MEETING_FILE),
                settings.get(Keys.MEETING_URL),
                settings.get(Keys.MEETING_PUSH_URL),
                settings.get(Keys.MEETING_PATH),
                settings.get(Keys.TERMINAL_TLS_PORT));
    }

    private static Optional<MeetingSettings.SharedKey> shared(Settings settings) {
        String product = settings.get(Keys.MEETING_PRODUCT);
        String key = settings.get(Keys.MEETING_KEY);
        if (product.isEmpty() != key.isEmpty()) {
            throw settings.wrong(
                    Keys.MEETING_PRODUCT, "it goes together with meeting.deviceKey, or neither");
        }
        return key.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new MeetingSettings.SharedKey(
                                product, TerminalDigest.ofDeviceKey(key, product)));
    }

    /// Where they connect; empty when they cannot.
    static Optional<Talks> talks(Settings settings, Reception reception) {
        String path = settings.get(Keys.MEETING_PATH);
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        BoxParts.checked(
                                settings, Keys.MEETING_PATH, () -> new Talks(path, reception)));
    }
}
