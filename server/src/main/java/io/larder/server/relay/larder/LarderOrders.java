package io.larder.server.relay.larder;

import io.larder.crypto.Secret;
import io.larder.server.command.BoxReport;
import io.larder.server.command.CommandLimits;
import io.larder.server.relay.OrderSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/// Orders from a Larder headquarters over HTTP/1.1. They may hold secrets in the clear: the line is
/// to be https.
public final class LarderOrders implements OrderSource {
    private final Question headquarters;

    /// `base` is where headquarters listens; the client must not follow redirects.
    public LarderOrders(HttpClient client, URI base, Secret token, LineLimits limits) {
        this(Access.byToken(client, token), base, limits);
    }

    /// The same with whatever lets the box in.
    public LarderOrders(Access access, URI base, LineLimits limits) {
        this.headquarters = new Question(access, base, limits, "/orders");
    }

    @Override
    public Answer ask(BoxReport report) {
        return switch (headquarters.ask(
                report.write(), CommandLimits.PAGE_BYTES, LineLimits.ORDERS_BYTES)) {
            case LarderLine.Failed(var why) -> new Down(why, Optional.empty());
            case LarderLine.Came(var response) -> Answers.orders(response);
        };
    }

    @Override
    public void close() {
        headquarters.close();
    }
}
