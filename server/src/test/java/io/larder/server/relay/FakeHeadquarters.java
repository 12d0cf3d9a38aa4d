package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.larder.server.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A receiver somebody else might have written from `docs/upstream.md`: plain Java, everything in
/// memory, one lock as its transaction.
final class FakeHeadquarters implements Headquarters, OrderGiver {
    private record Stand(long seq, long row, @Nullable Object mark) {
        Map<String, Object> answer() {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("next", Map.of("seq", seq, "row", row));
            answer.put("mark", mark);
            return answer;
        }

        int compare(Stand other) {
            int bySeq = Long.compare(seq, other.seq);
            return bySeq != 0 ? bySeq : Long.compare(row, other.row);
        }
    }

    /// All that is durable.
    private record Data(
            Map<String, Stand> stands,
            Map<String, String> records,
            List<Integer> batches,
            Map<String, Map<String, Object>> orders,
            Map<String, String> became) {
        Data copy() {
            return new Data(
                    new LinkedHashMap<>(stands),
                    new LinkedHashMap<>(records),
                    new ArrayList<>(batches),
                    new LinkedHashMap<>(orders),
                    new LinkedHashMap<>(became));
        }
    }

    private static final int PAGE = 3;

    private static final List<String> MUST =
            List.of("kind", "terminal", "box", "epoch", "seq", "row");

    private Data data =
            new Data(
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>(),
                    new ArrayList<>(),
                    new LinkedHashMap<>(),
                    new LinkedHashMap<>());
    private Data copy = data.copy();
    private final Map<String, Stand> hellos = new LinkedHashMap<>();
    private @Nullable HttpServer server;

    @Override
    public void start() throws IOException {
        HttpServer started =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/upstream/v1/hello", exchange -> answer(exchange, this::hello));
        started.createContext("/upstream/v1/batch", exchange -> answer(exchange, this::batch));
        started.createContext("/upstream/v1/orders", exchange -> answer(exchange, this::orders));
        started.start();
        server = started;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        hellos.clear();
    }

    @Override
    public int port() {
        return Objects.requireNonNull(server).getAddress().getPort();
    }

    private record Said(int status, Map<String, Object> body) {}

    private interface Handling {
        Said handle(byte[] body) throws IOException;
    }

    private static void answer(HttpExchange exchange, Handling handling) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            Said said =
                    ("Bearer " + TOKEN).equals(token)
                            ? handling.handle(body)
                            : new Said(401, Map.of("why", "token"));
            byte[] answer = Json.write(said.body()).getBytes(UTF_8);
            exchange.sendResponseHeaders(said.status(), answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private synchronized Said hello(byte[] body) {
        Map<String, Object> hello = Json.read(new String(body, UTF_8));
        String who = hello.get("box") + "." + hello.get("epoch");
        Stand stand = data.stands().get(who);
        if (stand == null) {
            stand = new Stand((Long) Objects.requireNonNull(hello.get("firstSeq")), 0, null);
            hellos.put(who, stand);
        }
        return new Said(200, stand.answer());
    }

    private synchronized Said batch(byte[] body) throws IOException {
        List<String> lines;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            lines = new String(in.readAllBytes(), UTF_8).lines().toList();
        }
        Map<String, Object> header = Json.read(lines.getFirst());
        String who = header.get("box") + "." + header.get("epoch");
        Stand from = stand(header, "from");
        Stand next = stand(header, "next");
        Stand now = data.stands().getOrDefault(who, hellos.get(who));
        if (now == null) {
            return new Said(409, Map.of("why", "hello first"));
        }
        if (next.compare(now) <= 0) {
            return new Said(200, now.answer());
        }
        if (from.compare(now) != 0) {
            return new Said(409, now.answer());
        }
        return take(who, next, now, lines.subList(1, lines.size()));
    }

    private Said take(String who, Stand next, Stand now, List<String> lines) {
        Map<String, String> fresh = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> record = Json.read(lines.get(i));
            for (String must : MUST) {
                boolean ofBox =
                        must.equals("terminal")
                                && ("gap".equals(record.get("kind"))
                                        || "clock".equals(record.get("kind")));
                if (!ofBox && (record.get(must) == null || "".equals(record.get(must)))) {
                    return new Said(422, Map.of("line", (long) i + 1, "why", must));
                }
            }
            fresh.put(
                    record.get("terminal")
                            + " "
                            + record.get("key")
                            + " "
                            + record.get("contentDigest"),
                    lines.get(i));
        }
        fresh.forEach(data.records()::putIfAbsent);
        data.batches().add(lines.size());
        Stand stands =
                new Stand(next.seq(), next.row(), next.mark() == null ? now.mark() : next.mark());
        data.stands().put(who, stands);
        return new Said(200, stands.answer());
    }

    private synchronized Said orders(byte[] body) {
        Map<String, Object> report = Json.read(new String(body, UTF_8));
        for (Object each : list(report, "taken")) {
            data.became().computeIfPresent(String.valueOf(each), (_, was) -> taken(was));
        }
        for (Object each : list(report, "declined")) {
            Map<?, ?> declined = (Map<?, ?>) each;
            data.became()
                    .computeIfPresent(
                            String.valueOf(declined.get("reference")),
                            (_, was) ->
                                    was.equals("given") ? "declined: " + declined.get("why") : was);
        }
        List<Map<String, Object>> waiting =
                data.orders().entrySet().stream()
                        .filter(each -> "given".equals(data.became().get(each.getKey())))
                        .map(Map.Entry::getValue)
                        .toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("orders", waiting.subList(0, Math.min(PAGE, waiting.size())));
        answer.put("cancelled", all("withdrawn"));
        answer.put("more", waiting.size() > PAGE);
        return new Said(200, answer);
    }

    private static String taken(String was) {
        return was.equals("given") ? "taken" : was;
    }

    private static List<?> list(Map<String, Object> from, String name) {
        return (List<?>) Objects.requireNonNull(from.get(name));
    }

    private List<String> all(String became) {
        return data.became().entrySet().stream()
                .filter(each -> each.getValue().equals(became))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized String give(String terminal, String name) {
        String reference = "order-" + data.orders().size();
        data.orders()
                .put(
                        reference,
                        Map.of(
                                "reference",
                                reference,
                                "terminal",
                                terminal,
                                "name",
                                name,
                                "ttlSeconds",
                                3600L,
                                "by",
                                "Ann",
                                "confirmed",
                                true));
        data.became().put(reference, "given");
        return reference;
    }

    @Override
    public synchronized void cancel(String reference) {
        data.became().put(reference, "withdrawn");
    }

    /// What the box said last: by its records, or when it asked for orders.
    @Override
    public synchronized String became(String reference) {
        String last = data.became().getOrDefault(reference, "unknown");
        for (String record : data.records().values()) {
            Map<String, Object> fields = Json.read(record);
            if (reference.equals(fields.get("reference"))) {
                last = String.valueOf(fields.get("outcome"));
                data.became().put(reference, last);
            }
        }
        return last;
    }

    private static Stand stand(Map<String, Object> header, String name) {
        Map<?, ?> position = (Map<?, ?>) Objects.requireNonNull(header.get(name));
        return new Stand(
                (Long) Objects.requireNonNull(position.get("seq")),
                (Long) Objects.requireNonNull(position.get("row")),
                header.get("mark"));
    }

    @Override
    public synchronized List<String> records() {
        return List.copyOf(data.records().values());
    }

    @Override
    public synchronized List<Integer> batches() {
        return List.copyOf(data.batches());
    }

    @Override
    public synchronized void keepCopy() {
        copy = data.copy();
    }

    @Override
    public synchronized void restoreCopy() {
        data = copy.copy();
    }

    @Override
    public void close() {
        stop();
    }
}
