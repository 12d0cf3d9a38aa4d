package io.larder.server.simulate.meeting;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A WebSocket, with frames as the firmware makes them.
final class SocketLink implements Link, WebSocket.Listener {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// A box whose disk is busy takes its time; a terminal gives up then.
    private static final int SEND_SECONDS = 20;

    /// Nothing that a box says is longer; more would be a runaway.
    private static final int LONGEST = 1 << 24;

    /// A whole text, or none and why there will be none any more.
    private record Event(@Nullable String text, String why) {}

    private final Manner manner;
    private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger pongs = new AtomicInteger();
    private final StringBuilder growing = new StringBuilder();
    private @Nullable WebSocket socket;

    private SocketLink(Manner manner) {
        this.manner = manner;
    }

    /// Connects to `box`.
    static Link dial(HttpClient client, URI box, Manner manner)
            throws IOException, InterruptedException {
        SocketLink link = new SocketLink(manner);
        CompletableFuture<WebSocket> opening =
                client.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(box, link);
        link.socket = await(opening);
        return link;
    }

    @Override
    public void say(String text) throws IOException, InterruptedException {
        int parts = Math.min(manner.fragments(), text.length());
        for (int i = 0; i < parts; i++) {
            int from = text.length() * i / parts;
            int to = text.length() * (i + 1) / parts;
            send(text.substring(from, to), i == parts - 1);
        }
    }

    @Override
    public void sayHalf(String text) throws IOException, InterruptedException {
        send(text.substring(0, text.length() / 2), false);
    }

    private void send(String part, boolean last) throws IOException, InterruptedException {
        await(
                manner.binary()
                        ? socket().sendBinary(
                                        ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)),
                                        last)
                        : socket().sendText(part, last));
    }

    @Override
    public void ping() throws IOException, InterruptedException {
        await(socket().sendPing(ByteBuffer.wrap(new byte[] {'l'})));
    }

    @Override
    public int pongs() {
        return pongs.get();
    }

    @Override
    public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
        Event event = heard.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (event == null) {
            return Optional.empty();
        }
        String text = event.text();
        if (text == null) {
            heard.add(event);
            throw new IOException(event.why());
        }
        return Optional.of(text);
    }

    @Override
    public void cut() {
        socket().abort();
    }

    @Override
    public void close() {
        WebSocket open = socket();
        if (!open.isOutputClosed()) {
            CompletionStage<WebSocket> _ =
                    open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                            .whenComplete((_, _) -> open.abort());
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        return take(from, part, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        return take(from, StandardCharsets.UTF_8.decode(part), last);
    }

    private @Nullable CompletionStage<?> take(WebSocket from, CharSequence part, boolean last) {
        growing.append(part);
        if (growing.length() > LONGEST) {
            end("message of more than " + LONGEST + " characters");
            from.abort();
        } else if (last) {
            heard.add(new Event(growing.toString(), ""));
            growing.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.incrementAndGet();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
        end("closed by the box: " + code + " " + why);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end("broken: " + error);
    }

    private void end(String why) {
        heard.add(new Event(null, why));
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected yet");
        }
        return socket;
    }

    private static <T> T await(CompletableFuture<T> sending)
            throws IOException, InterruptedException {
        try {
            return sending.get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("not sent", e);
        }
    }
}
