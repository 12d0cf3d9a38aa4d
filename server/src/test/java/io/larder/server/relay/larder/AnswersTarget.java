package io.larder.server.relay.larder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.OrderPage;
import io.larder.server.record.Bytes;
import io.larder.server.relay.OrderSource;
import io.larder.server.relay.Upstream;
import io.larder.storage.Position;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Whatever a headquarters answers, or whoever stands in front of it: the box goes on, tries again
/// later, or says what is wrong.
///
/// ```
/// input = status " " Retry-After LF body
/// ```
public final class AnswersTarget {
    private static final int RECORDS = 5;
    private static final int USUAL_STATUS = 200;

    private AnswersTarget() {}

    /// One answer, to every question that a box has.
    public static void hold(byte[] input) {
        HttpResponse<byte[]> answer = answer(input);
        switch (Answers.greeting(answer)) {
            case Upstream.Welcome(Position next, Optional<String> _) ->
                    assertThat(next.seq()).isPositive();
            case Upstream.Greeting other -> assertThat(other.toString()).isNotEmpty();
        }
        switch (Answers.delivery(answer, RECORDS)) {
            case Upstream.Taken(Position next) -> assertThat(next.seq()).isPositive();
            case Upstream.Poison(int record, String _) -> assertThat(record).isBetween(1, RECORDS);
            case Upstream.Delivery other -> assertThat(other.toString()).isNotEmpty();
        }
        if (Answers.orders(answer) instanceof OrderSource.Heard(OrderPage page)) {
            assertThat(OrderPage.read(page.write())).isEqualTo(page);
        }
    }

    private static HttpResponse<byte[]> answer(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String[] words = new String(input, 0, end, UTF_8).strip().split(" ", 2);
        boolean said = words[0].matches("\\d{3}");
        return new Answered(
                said ? Integer.parseInt(words[0]) : USUAL_STATUS,
                words.length > 1 ? Optional.of(words[1]) : Optional.empty(),
                Bytes.wrap(input).slice(said ? Math.min(end + 1, input.length) : 0, input.length));
    }

    /// An answer that came by no line.
    private record Answered(int statusCode, Optional<String> retryAfter, Bytes content)
            implements HttpResponse<byte[]> {
        private static final URI NOWHERE = URI.create("http://127.0.0.1/");

        @Override
        public byte[] body() {
            return content.toArray();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(
                    retryAfter.map(text -> Map.of("Retry-After", List.of(text))).orElse(Map.of()),
                    (_, _) -> true);
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(NOWHERE).build();
        }

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return NOWHERE;
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
