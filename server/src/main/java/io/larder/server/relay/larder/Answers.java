package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.command.OrderPage;
import io.larder.server.json.Json;
import io.larder.server.json.Positions;
import io.larder.server.relay.OrderSource;
import io.larder.server.relay.Upstream;
import io.larder.storage.Position;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what headquarters, or whoever stands in front of it, answered. Only a JSON object in the
/// agreed form counts; login pages, gateways' error pages and redirects are a line that is down.
final class Answers {
    private static final int SHOWN = 120;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private Answers() {}

    static Upstream.Greeting greeting(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() == 200) {
                Map<String, Object> body = body(response);
                Optional<String> mark = Optional.ofNullable(body.get("mark")).map(String::valueOf);
                return new Upstream.Welcome(Positions.read(body, "next"), mark);
            }
            return down(response);
        } catch (IllegalArgumentException e) {
            return nonsense(response, e);
        }
    }

    static Upstream.Delivery delivery(HttpResponse<byte[]> response, int records) {
        try {
            return switch (response.statusCode()) {
                case 200 -> new Upstream.Taken(Positions.read(body(response), "next"));
                case 409 -> new Upstream.Elsewhere(elsewhere(body(response)));
                case 413 -> new Upstream.TooLarge(String.valueOf(body(response).get("why")));
                case 422 -> refused(response, records);
                default -> down(response);
            };
        } catch (IllegalArgumentException e) {
            return nonsense(response, e);
        }
    }

    static OrderSource.Answer orders(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() == 200) {
                return new OrderSource.Heard(OrderPage.read(new String(response.body(), UTF_8)));
            }
            Upstream.Down down = down(response);
            return new OrderSource.Down(down.why(), down.retryAfter());
        } catch (IllegalArgumentException e) {
            // The answer may hold secrets: what it was is not told.
            return new OrderSource.Down(
                    "status 200 but not what headquarters says: "
                            + response.body().length
                            + " bytes",
                    Optional.empty());
        }
    }

    private static String elsewhere(Map<String, Object> body) {
        Object next = body.get("next");
        if (next == null) {
            return "headquarters wants a hello: " + body.get("why");
        }
        Position stands = Positions.read(body, "next");
        return "headquarters stands at " + stands;
    }

    private static Upstream.Delivery refused(HttpResponse<byte[]> response, int records) {
        Map<String, Object> body = body(response);
        String why = String.valueOf(body.get("why"));
        return body.get("line") instanceof Long line && line >= 1 && line <= records
                ? new Upstream.Poison(line.intValue(), why)
                : down(response);
    }

    private static Map<String, Object> body(HttpResponse<byte[]> response) {
        return Json.read(new String(response.body(), UTF_8));
    }

    static Upstream.Down down(HttpResponse<byte[]> response) {
        Optional<Duration> retryAfter =
                response.headers()
                        .firstValue("Retry-After")
                        .filter(text -> SECONDS.matcher(text).matches())
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        return new Upstream.Down(
                "status " + response.statusCode() + ": " + shown(response), retryAfter);
    }

    private static Upstream.Down nonsense(
            HttpResponse<byte[]> response, IllegalArgumentException why) {
        return Upstream.Down.because(
                "status "
                        + response.statusCode()
                        + " but not what headquarters says ("
                        + why.getMessage()
                        + "): "
                        + shown(response));
    }

    private static String shown(HttpResponse<byte[]> response) {
        String text = new String(response.body(), UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
