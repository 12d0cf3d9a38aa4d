package io.larder.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.http.ServerRequest;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// What a request says: in its path, in its parameters, in its body.
record Request(ServerRequest asked) {
    /// An order is a few words; nothing but an import is larger.
    private static final int BODY_BYTES = 64 << 10;

    /// The part of the path that the route calls `name`.
    String path(String name) {
        return asked.path().pathParameters().get(name);
    }

    Optional<String> parameter(String name) {
        return asked.query().first(name).asOptional();
    }

    /// All parameters called `name`.
    List<String> parameters(String name) {
        return asked.query().contains(name) ? asked.query().all(name) : List.of();
    }

    String body() throws IOException {
        return body(BODY_BYTES).text(UTF_8);
    }

    Bytes body(int most) throws IOException {
        try (InputStream in = asked.content().inputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw new TooLarge(most);
            }
            return Bytes.wrap(body);
        }
    }

    /// Its body is larger than what was asked for can be.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        private TooLarge(int most) {
            super("the body has more than " + most + " bytes");
        }
    }
}
