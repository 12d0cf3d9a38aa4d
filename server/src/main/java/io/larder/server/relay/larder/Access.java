package io.larder.server.relay.larder;

import io.larder.crypto.Secret;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// How a box is let in at its headquarters. One for all lines to it; safe for many threads.
public interface Access {
    /// The client to send with, and the token to show, if any.
    record Way(HttpClient client, Optional<Secret> bearer) implements Found {}

    /// Headquarters cannot be told from others now.
    record NoWay(String why) implements Found {}

    /// What [#way] found.
    sealed interface Found {}

    /// Sends one request over the line that asks, so that closing that line ends it.
    interface Sender {
        LarderLine.Exchange send(
                HttpClient client, HttpRequest request, Duration allowed, int mostBytes);
    }

    /// Bytes sent and received on all lines, about.
    LongAdder carried();

    /// How to send now.
    Found way(Sender sender);

    /// Headquarters does not know this box, as `unknown` (401) says: tells who it is. Empty when it
    /// is known now and what was asked may be asked again; else what headquarters said.
    Optional<LarderLine.Exchange> introduce(Sender sender, LarderLine.Exchange unknown);

    /// Nothing came of an exchange with `client`: the other side may be another one now.
    void failed(HttpClient client);

    /// By a token that both sides know. The client must not follow redirects: an answer from
    /// elsewhere is no answer.
    static Access byToken(HttpClient client, Secret token) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client follows redirects, expected NEVER");
        }
        LongAdder carried = new LongAdder();
        return new Access() {
            @Override
            public LongAdder carried() {
                return carried;
            }

            @Override
            public Found way(Sender sender) {
                return new Way(client, Optional.of(token));
            }

            @Override
            public Optional<LarderLine.Exchange> introduce(
                    Sender sender, LarderLine.Exchange unknown) {
                return Optional.of(unknown);
            }

            @Override
            public void failed(HttpClient other) {
                // It is the only one.
            }
        };
    }
}
