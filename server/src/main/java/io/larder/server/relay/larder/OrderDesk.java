package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.command.BoxReport;
import io.larder.server.command.Dispatch;
import java.time.Duration;
import java.util.Optional;

/// Where boxes fetch their orders, without sockets: what a box reports is in the journal before it
/// is answered.
public final class OrderDesk {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final String headquarters;
    private final Dispatch dispatch;

    /// `headquarters` is this store's own name.
    public OrderDesk(String headquarters, Dispatch dispatch) {
        this.headquarters = headquarters;
        this.dispatch = dispatch;
    }

    /// `POST orders`: hears what a box did with its orders, and gives it the next ones.
    public Reply orders(byte[] body) {
        BoxReport report;
        try {
            report = BoxReport.read(new String(body, UTF_8));
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        if (report.box().equals(headquarters)) {
            return Reply.refused(403, "box " + report.box() + " is headquarters itself");
        }
        return dispatch.exchange(report)
                .map(page -> new Reply(200, page.write(), Optional.empty()))
                .orElseGet(() -> Reply.later("the report cannot be written down now", SOON));
    }
}
