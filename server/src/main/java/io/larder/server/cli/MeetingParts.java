package io.larder.server.cli;

import io.larder.crypto.TerminalDigest;
import io.larder.server.config.MeetingKeys;
import io.larder.server.config.Settings;
import io.larder.server.config.TerminalKeys;
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
                settings.get(MeetingKeys.CREDENTIALS).equals("required"),
                shared(settings),
                settings.secret(MeetingKeys.SECRET),
                Duration.ofSeconds(settings.get(MeetingKeys.HEARTBEAT)),
                settings.get(MeetingKeys.FILE),
                settings.get(MeetingKeys.URL),
                settings.get(MeetingKeys.PUSH_URL),
                settings.get(MeetingKeys.PATH),
                settings.get(TerminalKeys.TLS_PORT));
    }

    private static Optional<MeetingSettings.SharedKey> shared(Settings settings) {
        String product = settings.get(MeetingKeys.PRODUCT);
        String key = settings.get(MeetingKeys.KEY);
        if (product.isEmpty() != key.isEmpty()) {
            throw settings.wrong(
                    MeetingKeys.PRODUCT, "it goes together with meeting.deviceKey, or neither");
        }
        return key.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new MeetingSettings.SharedKey(
                                product, TerminalDigest.ofDeviceKey(key, product)));
    }

    /// Where they connect; empty when they cannot.
    static Optional<Talks> talks(Settings settings, Reception reception) {
        String path = settings.get(MeetingKeys.PATH);
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        BoxParts.checked(
                                settings, MeetingKeys.PATH, () -> new Talks(path, reception)));
    }
}
