package io.larder.server.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.watch.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orders at the console of whichever process runs on a data folder.
final class OrderDesk implements AutoCloseable {
    private static final int PAGE = 1_000;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /// Two minutes: a box that was killed is started again.
    private static final Patience PATIENCE = new Patience(2_400, 50);

    /// A command as the box lists it.
    record Listed(long id, String name, String terminal, String state, String meaning) {
        boolean isOpen() {
            return state.equals("issued") || state.equals("handedOver");
        }

        boolean isSettled() {
            return state.equals("settled");
        }

        @Override
        public String toString() {
            return id + " (" + name + ") of " + terminal + ", " + state + ": " + meaning;
        }
    }

    /// What became of an order: its number, or why the box would not have it.
    record Said(Optional<Long> id, String why) {}

    private record Answer(int status, Bytes body) {
        Map<String, Object> json() {
            return Json.read(body.text(UTF_8));
        }
    }

    private final Path data;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private int unheard;

    OrderDesk(Path data) {
        this.data = data;
    }

    /// Orders until there is an answer.
    Said order(Drawn drawn) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("terminal", drawn.terminal().text());
        order.put("words", drawn.words());
        order.put("confirm", true);
        order.put("by", drawn.name());
        Answer answer = insist("POST", "/api/v1/commands", Json.write(order));
        if (answer.status == 409) {
            return new Said(Optional.empty(), String.valueOf(answer.json().get("why")));
        }
        List<?> ids = (List<?>) answer.json().getOrDefault("ids", List.of());
        if (answer.status != 200 || ids.size() != 1) {
            throw new AssertionError(drawn + ": " + answer.status + " " + answer.json());
        }
        return new Said(Optional.of(Long.valueOf(String.valueOf(ids.getFirst()))), "");
    }

    /// Brings a file of the site's data; says how many items are new or other than before.
    long state(String kind, String csv) {
        Answer answer = insist("POST", "/api/v1/site?kind=" + kind, csv);
        if (!(answer.json().get("changed") instanceof Long changed)) {
            throw new AssertionError(kind + ": " + answer.status + " " + answer.json());
        }
        return changed;
    }

    /// Orders whose answer did not come: nobody knows whether the box has them.
    int unheard() {
        return unheard;
    }

    /// Every command there is, oldest first.
    List<Listed> all() {
        List<Listed> all = new ArrayList<>();
        String before = "9999999999999999";
        List<Listed> page = page("all=true&limit=" + PAGE + "&before=" + before);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page("all=true&limit=" + PAGE + "&before=" + page.getLast().id());
        }
        return all.reversed();
    }

    boolean isAnyOpen() {
        return !page("limit=1").isEmpty();
    }

    private List<Listed> page(String query) {
        Map<String, Object> answer = insist("GET", "/api/v1/commands?" + query, "").json();
        return ((List<?>) answer.getOrDefault("commands", List.of()))
                .stream().map(each -> listed((Map<?, ?>) each)).toList();
    }

    private static Listed listed(Map<?, ?> command) {
        String by = String.valueOf(command.get("orderedBy"));
        return new Listed(
                Long.parseLong(String.valueOf(command.get("id"))),
                by.substring(by.indexOf(' ') + 1),
                String.valueOf(command.get("terminal")),
                String.valueOf(command.get("state")),
                String.valueOf(command.get("meaning")));
    }

    /// What the reply to a command brought; empty when nothing.
    Bytes content(long id) {
        Answer answer = insist("GET", "/api/v1/commands/" + id + "/content", "");
        return answer.status == 200 ? answer.body : Bytes.EMPTY;
    }

    /// Asks until there is an answer other than "not now", or "not here" of a box that is still
    /// reading who its terminals are.
    private Answer insist(String method, String path, String body) {
        return PATIENCE.find(() -> attempt(method, path, body))
                .orElseThrow(() -> new AssertionError("no answer to " + method + " " + path));
    }

    private Optional<Answer> attempt(String method, String path, String body) {
        Map<String, Object> console;
        try {
            console = Json.read(Files.readString(data.resolve("console.json")));
        } catch (IOException e) {
            return Optional.empty(); // the box is just starting
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(console.get("url") + path))
                            .timeout(ANSWER)
                            .header("Authorization", "Bearer " + console.get("token"))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build();
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            boolean later =
                    response.statusCode() == 503
                            || response.statusCode() == 401
                            || (method.equals("POST") && response.statusCode() == 404);
            return later
                    ? Optional.empty()
                    : Optional.of(new Answer(response.statusCode(), Bytes.wrap(response.body())));
        } catch (ConnectException e) {
            return Optional.empty(); // the box is away
        } catch (IOException e) {
            unheard += method.equals("POST") ? 1 : 0;
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
