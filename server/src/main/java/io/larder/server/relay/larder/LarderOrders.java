package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Secret;
import io.larder.server.command.BoxReport;
import io.larder.server.command.CommandLimits;
import io.larder.server.relay.OrderSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Optional;

/// Orders from a Larder headquarters over HTTP/1.1. They may hold secrets in the clear: the line is
/// to be https.
public final class LarderOrders implements OrderSource {
    private final LarderLine line;
    private final LineLimits limits;

    /// `base` is where headquarters listens; the client must not follow redirects.
    public LarderOrders(HttpClient client, URI base, Secret token, LineLimits limits) {
        this.line = new LarderLine(client, base, token);
        this.limits = limits;
    }

    @Override
    public Answer ask(BoxReport report) {
        byte[] body = report.write().getBytes(UTF_8);
        HttpRequest.Builder request =
                line.request("/orders").header("Content-Type", "application/json");
        LarderLine.Exchange exchange =
                line.exchange(
                        request,
                        body,
                        limits.allowedFor(body.length + CommandLimits.PAGE_BYTES),
                        LineLimits.ORDERS_BYTES);
        return switch (exchange) {
            case LarderLine.Failed(var why) -> new Down(why, Optional.empty());
            case LarderLine.Came(var response) -> Answers.orders(response);
        };
    }

    @Override
    public void close() {
        line.close();
    }
}
