package io.larder.server.cli;

import io.larder.crypto.Tls;
import io.larder.crypto.Trust;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// How commands talk to the running box of a data folder.
final class ConsoleClient implements AutoCloseable {
    /// What the box answered when it did not do what was asked.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /// On a small machine that is busy the handshake alone takes seconds; where nobody listens the
    /// attempt fails at once.
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// Reading lines again waits for the projector, at most a minute.
    private static final Duration WORK = Duration.ofSeconds(90);

    /// Ten thousand passwords take a small machine minutes to hash.
    private static final Duration IMPORT = Duration.ofMinutes(15);

    private final HttpClient client;
    private final ConsoleFile console;

    private ConsoleClient(ConsoleFile console) {
        this.console = console;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        console.certificate().ifPresent(digits -> builder.sslContext(pinned(digits)));
        this.client = builder.build();
    }

    /// The box wrote what it shows into its own folder: nothing else is believed.
    private static SSLContext pinned(String digits) {
        return Tls.client(Optional.empty(), Trust.fingerprint(digits));
    }

    /// Throws `IOException` saying what to do when there is no store, no running box or no console.
    static ConsoleClient of(Path data) throws IOException {
        if (!Store.inUse(data)) {
            throw new IOException(
                    "no box runs on "
                            + data
                            + "; start it with `larder serve --data "
                            + data
                            + "`");
        }
        return new ConsoleClient(
                ConsoleFile.read(data)
                        .orElseThrow(() ->
                                new IOException(
                                        "the box on "
                                                + data
                                                + " has no console: console.port is 0, or the port"
                                                + " was taken when it started (see its log)")));
    }

    Map<String, Object> get(String path) throws IOException {
        return send(request(path, ANSWER).GET().build());
    }

    Map<String, Object> post(String path) throws IOException {
        return send(request(path, WORK).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    Map<String, Object> post(String path, String json) throws IOException {
        return send(
                request(path, WORK)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    Map<String, Object> post(String path, Bytes file) throws IOException {
        return send(
                request(path, IMPORT)
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(file.toArray()))
                        .build());
    }

    private HttpRequest.Builder request(String path, Duration atMost) {
        return HttpRequest.newBuilder(URI.create(console.url() + path))
                .timeout(atMost)
                .header("Authorization", "Bearer " + console.token());
    }

    private Map<String, Object> send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(
                            request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Map<String, Object> answer = Json.read(response.body());
            if (response.statusCode() != 200) {
                throw new Refused(String.valueOf(answer.getOrDefault("why", answer)));
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + console.url() + " answered");
        } catch (Refused e) {
            throw e;
        } catch (ConnectException e) {
            throw new IOException("nobody answers at " + console.url(), e);
        } catch (IOException e) {
            throw new IOException(console.url() + " gave no answer: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IOException("no answer of ours from " + console.url(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
