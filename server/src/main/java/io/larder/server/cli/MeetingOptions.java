package io.larder.server.cli;

import io.larder.server.simulate.Habits;
import io.larder.server.simulate.SitePlan;
import io.larder.server.simulate.meeting.MeetingPlan;
import io.larder.server.simulate.meeting.Misfortune;
import io.larder.server.simulate.meeting.Provision;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `larder simulate` for meeting terminals.
final class MeetingOptions {
    @Option(
            names = "--meeting",
            paramLabel = "N",
            description = "So many meeting terminals besides, each with a connection that stays.")
    private int terminals;

    @Option(
            names = "--meeting-url",
            paramLabel = "URL",
            description = "Where they connect (default ws://HOST:PORT/best of the target).")
    private @Nullable String url;

    @Option(
            names = "--photos",
            defaultValue = "0.5",
            paramLabel = "P",
            description = "Probability of a photo with a record (default ${DEFAULT-VALUE}).")
    private double photos;

    @Option(
            names = "--photo-bytes",
            defaultValue = "" + MeetingPlan.PHOTO_BYTES,
            paramLabel = "N",
            description =
                    "The largest photo; what no message has room for goes as a file (default ${DEFAULT-VALUE}).")
    private int photoBytes;

    @Option(
            names = "--reconnects",
            paramLabel = "P",
            description = "Probability, per message, that the line breaks before or in it.")
    private double reconnects;

    @Option(
            names = "--busy",
            paramLabel = "P",
            description = "Probability, per heartbeat, of a time without commands.")
    private double busy;

    @Option(
            names = "--product-id",
            paramLabel = "TEXT",
            description = "What the terminals are (default: that of the maker's example).")
    private @Nullable String productId;

    @Option(
            names = "--device-key",
            paramLabel = "TEXT",
            description = "The key that they share with the box (default: that of the example).")
    private @Nullable String deviceKey;

    boolean any() {
        return terminals > 0;
    }

    /// The plan that goes with `site` at `target`; an `IllegalArgumentException` says what is
    /// wrong.
    MeetingPlan plan(String target, SitePlan site) {
        return new MeetingPlan(
                address(target),
                terminals,
                site.uploads(),
                site.duration(),
                site.rate(),
                photos,
                photoBytes,
                any() ? misfortune(site.habits()) : Misfortune.NONE,
                new Provision(
                        productId == null ? Provision.USUAL.productId() : productId,
                        deviceKey == null ? Provision.USUAL.deviceKey() : deviceKey),
                site.seed(),
                site.clock());
    }

    private Misfortune misfortune(Habits habits) {
        return new Misfortune(
                reconnects,
                habits.lostAnswers(),
                habits.trouble().lostReplies(),
                habits.resend(),
                busy);
    }

    private URI address(String target) {
        String text = url == null ? "ws://" + target + "/best" : url;
        try {
            URI address = new URI(text);
            if (address.getHost() != null && text.matches("wss?://.*")) {
                return address;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        throw new IllegalArgumentException("--meeting-url: expected ws://…, found " + text);
    }
}
