package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.TerminalClient;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The way to a box over HTTP. Whatever goes wrong on it is a lost answer.
public final class HttpUplink implements Uplink, Closeable {
    private final TerminalClient client;

    /// `keepAlive` is one connection for all requests, instead of one for each.
    public HttpUplink(InetSocketAddress box, boolean keepAlive) {
        this.client = new TerminalClient(box, keepAlive);
    }

    @Override
    public Optional<Heard> say(Call call) {
        try {
            return Optional.of(client.call(call));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
