package io.larder.server.relay.push;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A server of the terminals' own protocol, written from the protocol alone: keeps each row once
/// and in order, hands commands out until they are replied to, and notes whatever a terminal would
/// not do ([#violations]). What it has outlives [#stop].
public final class StrictPushServer implements AutoCloseable {
    /// What it does with a request.
    public sealed interface Deed {
        /// As the protocol has it.
        record Serve() implements Deed {}

        /// Something else is answered.
        record Say(int status, String type, String body) implements Deed {}

        /// The request is served and the answer never sent.
        record LoseAnswer() implements Deed {}

        /// The bytes go out as they are, and the connection ends.
        record Raw(String bytes) implements Deed {}

        /// The connection is closed instead of an answer.
        record HangUp() implements Deed {}

        /// Nothing is ever said; the connection stays.
        record Silence() implements Deed {}
    }

    /// What it does with which request.
    @FunctionalInterface
    public interface Mood {
        /// Called under the server's lock.
        Deed deed(StrictRequest request);
    }

    /// As the protocol has it.
    public static final Deed SERVE = new Deed.Serve();

    private static final int POLL_SLACK_MILLIS = 20;

    private static final class Terminal {
        final LinkedHashSet<String> rows = new LinkedHashSet<>();
        final List<String> arrivals = new ArrayList<>();
        final List<String> uploads = new ArrayList<>();
        final Set<String> seen = new HashSet<>();
        final Map<String, String> stamps = new HashMap<>();
        final Map<String, String> commands = new LinkedHashMap<>();
        final Set<String> handedOut = new HashSet<>();
        final List<String> replies = new ArrayList<>();
        boolean initialised;
        String hello = "";
        int hellos;
        int speaking;
        int polls;
        long polledAt = Long.MIN_VALUE;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Terminal> terminals = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<Socket> open = new HashSet<>();
    private Mood mood = _ -> SERVE;
    private String options = "ErrorDelay=1\nDelay=1\nTransFlag=1111111111\nRealtime=1\nEncrypt=0\n";
    private int delayMillis = 1000;
    private int port;
    private @Nullable ServerSocket listening;

    /// Listens, on the same port as before.
    public StrictPushServer start() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        port = socket.getLocalPort();
        listening = socket;
        Thread.ofVirtual().start(() -> accept(socket));
        return this;
    }

    /// Listens, at whatever port is free.
    public StrictPushServer startAnywhere() throws IOException {
        port = 0;
        return start();
    }

    /// Ends as a process ends.
    public void stop() {
        lock.lock();
        try {
            if (listening != null) {
                listening.close();
            }
            for (Socket socket : open) {
                socket.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// Where it listens.
    public int port() {
        return port;
    }

    /// From now on.
    public void mood(Mood next) {
        locked(() -> mood = next);
    }

    /// Its answer to initialisations, and the pause between polls that it stands for.
    public void options(String text, int pollMillis) {
        locked(() -> {
            options = text;
            delayMillis = pollMillis;
        });
    }

    /// Orders something of a terminal.
    public void command(String serial, String id, String text) {
        locked(() -> terminal(serial).commands.put(id, text));
    }

    /// Forgets what it numbered so far, as a server that was installed anew.
    public void forgetCommands(String serial) {
        locked(() -> {
            terminal(serial).commands.clear();
            terminal(serial).handedOut.clear();
        });
    }

    /// The rows of a terminal, `TABLE row`, each once, in the order they came.
    public List<String> rows(String serial) {
        return got(() -> List.copyOf(terminal(serial).rows));
    }

    /// The rows of a terminal without their tables, in the order they came, repeated ones too.
    public List<String> arrivals(String serial) {
        return got(() -> List.copyOf(terminal(serial).arrivals));
    }

    /// The request targets of its uploads, in the order they came, repeated ones too.
    public List<String> uploads(String serial) {
        return got(() -> List.copyOf(terminal(serial).uploads));
    }

    /// What it replied, a line each.
    public List<String> replies(String serial) {
        return got(() -> List.copyOf(terminal(serial).replies));
    }

    /// The target of its last initialisation.
    public String hello(String serial) {
        return got(() -> terminal(serial).hello);
    }

    /// How often it initialised.
    public int hellos(String serial) {
        return got(() -> terminal(serial).hellos);
    }

    /// How often it polled.
    public int polls(String serial) {
        return got(() -> terminal(serial).polls);
    }

    /// What no terminal would have done.
    public List<String> violations() {
        return got(() -> List.copyOf(violations));
    }

    /// Waits until it is so.
    public void until(String what, Predicate<StrictPushServer> wanted) {
        long left = Duration.ofSeconds(30).toNanos();
        lock.lock();
        try {
            while (!wanted.test(this)) {
                if (left <= 0) {
                    throw new AssertionError("it did not come to that: " + what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lock.unlock();
        }
    }

    private Terminal terminal(String serial) {
        return terminals.computeIfAbsent(serial, _ -> new Terminal());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T got(java.util.function.Supplier<T> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                locked(() -> open.add(connection));
                Thread.ofVirtual().start(() -> talk(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        String serial = "";
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            for (StrictRequest request = StrictRequest.read(in);
                    request != null;
                    request = StrictRequest.read(in)) {
                if (!serial.isEmpty() && !serial.equals(request.serial())) {
                    violation(request, "two terminals on one connection");
                }
                serial = request.serial();
                if (!answer(request, socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            // The terminal hung up, or the server was stopped.
        } finally {
            locked(() -> open.remove(socket));
        }
    }

    private boolean answer(StrictRequest request, OutputStream out) throws IOException {
        Deed deed;
        String text;
        lock.lock();
        try {
            Terminal terminal = terminal(request.serial());
            terminal.speaking++;
            if (terminal.speaking > 1) {
                violation(request, "two requests at once");
            }
            new StrictRules(this::violation).look(request);
            deed = mood.deed(request);
            text =
                    deed instanceof Deed.Serve || deed instanceof Deed.LoseAnswer
                            ? serve(request, terminal)
                            : "";
            terminal.speaking--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return switch (deed) {
            case Deed.Serve _ -> write(out, 200, "text/plain", text);
            case Deed.Say(var status, var type, var body) -> write(out, status, type, body);
            case Deed.Raw(var bytes) -> {
                out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                yield false;
            }
            case Deed.LoseAnswer _, Deed.HangUp _ -> false;
            case Deed.Silence _ -> true;
        };
    }

    private static boolean write(OutputStream out, int status, String type, String body)
            throws IOException {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        String head =
                "HTTP/1.1 "
                        + status
                        + " X\r\nDate: "
                        + date
                        + "\r\nContent-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length()
                        + "\r\nPragma: no-cache\r\nCache-Control: no-store\r\n\r\n";
        out.write((head + body).getBytes(StandardCharsets.ISO_8859_1));
        return true;
    }

    private String serve(StrictRequest request, Terminal terminal) {
        if (request.isHello()) {
            terminal.initialised = true;
            terminal.hello = request.target();
            terminal.hellos++;
            return "GET OPTION FROM: " + request.serial() + "\n" + options + "\n";
        }
        if (!terminal.initialised) {
            violation(request, "something before the initialisation");
        }
        if (request.isPoll()) {
            return poll(request, terminal);
        }
        if (request.isReply()) {
            return reply(request, terminal);
        }
        return upload(request, terminal);
    }

    private String poll(StrictRequest request, Terminal terminal) {
        long now = System.nanoTime();
        long least = TimeUnit.MILLISECONDS.toNanos(delayMillis - POLL_SLACK_MILLIS);
        if (terminal.polledAt != Long.MIN_VALUE && now - terminal.polledAt < least) {
            violation(request, "polls sooner than Delay");
        }
        terminal.polledAt = now;
        terminal.polls++;
        StringBuilder lines = new StringBuilder();
        terminal.commands.forEach((id, text) -> {
            lines.append("C:").append(id).append(':').append(text).append('\n');
            terminal.handedOut.add(id);
        });
        return lines.isEmpty() ? "OK" : lines.toString();
    }

    private String reply(StrictRequest request, Terminal terminal) {
        terminal.replies.add(request.body().strip());
        String id = request.body().replaceFirst("(?s)ID=([^&\\n]*).*", "$1");
        if (!terminal.handedOut.contains(id)) {
            violation(request, "a reply to a command that nobody gave: " + id);
        }
        terminal.commands.remove(id);
        return "OK";
    }

    private String upload(StrictRequest request, Terminal terminal) {
        terminal.uploads.add(request.target());
        boolean repeated = !terminal.seen.add(request.target() + "\n" + request.body());
        String stamp = request.query().getOrDefault("StampId", "");
        if (stamp.matches("\\d+") && !repeated) {
            String before = terminal.stamps.getOrDefault(request.table(), "0");
            if (Long.parseLong(stamp) < Long.parseLong(before)) {
                violation(request, "StampId goes back from " + before);
            }
            terminal.stamps.put(request.table(), stamp);
        }
        for (String row : request.body().lines().toList()) {
            terminal.rows.add(request.table() + " " + row);
            terminal.arrivals.add(row);
        }
        return "OK";
    }

    private void violation(StrictRequest request, String what) {
        violations.add(what + ": " + request.method() + " " + request.target());
    }
}
