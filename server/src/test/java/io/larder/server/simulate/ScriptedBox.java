package io.larder.server.simulate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A box that writes down every request as it came, one connection after another, and does what its
/// script says; when the script is at its end it answers as a box should.
final class ScriptedBox implements AutoCloseable {
    /// What to do with a request.
    enum Act {
        OK,
        REFUSE,
        LOSE,
        RESET,
        /// Status 200, but not the body that means "kept".
        NONSENSE
    }

    private static final Pattern SERIAL = Pattern.compile("SN=(\\w+)");
    private static final Pattern POLL = Pattern.compile("^GET /iclock/(pos|get)request\\?");
    private static final Pattern FILE = Pattern.compile("^GET /iclock/(file/\\S+)");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final Queue<Act> script = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final Queue<String> orders = new ArrayDeque<>();
    private final Map<String, String> files = new HashMap<>();
    private String options = "";

    ScriptedBox(Act... acts) throws IOException {
        script.addAll(List.of(acts));
        Thread.ofVirtual().start(this::serve);
    }

    /// Lines to answer an initialisation with, after the first.
    synchronized ScriptedBox withOptions(String lines) {
        options = lines;
        return this;
    }

    /// What the next polls are answered with, one character per byte; later ones with `OK`.
    synchronized ScriptedBox withOrders(String... answers) {
        orders.addAll(List.of(answers));
        return this;
    }

    /// A file below `/iclock/`, one character per byte; others are not found.
    synchronized ScriptedBox withFile(String path, String content) {
        files.put(path, content);
        return this;
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("127.0.0.1", port());
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /// Requests without the polls.
    List<String> uploads() {
        return requests().stream().filter(request -> request.startsWith("POST")).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                InputStream in = socket.getInputStream();
                for (String request = read(in); !request.isEmpty(); request = read(in)) {
                    if (!answer(socket, request) || request.contains("Connection: close")) {
                        break;
                    }
                }
            } catch (IOException _) {
                // The client went away, or the test is over.
            }
        }
    }

    private boolean answer(Socket socket, String request) throws IOException {
        Act act = written(request);
        switch (act) {
            case OK -> answerWell(socket, request);
            case NONSENSE -> say(socket, "200 OK", "ERROR disk");
            case REFUSE -> say(socket, "503 Service Unavailable", "later");
            case RESET -> socket.setSoLinger(true, 0);
            case LOSE -> {}
        }
        return act != Act.RESET && act != Act.LOSE;
    }

    private synchronized Act written(String request) {
        requests.add(request);
        Act act = script.poll();
        return act == null ? Act.OK : act;
    }

    private void answerWell(Socket socket, String request) throws IOException {
        Matcher file = FILE.matcher(request);
        String content = file.find() ? files.get(file.group(1)) : body(request);
        say(socket, content == null ? "404 Not Found" : "200 OK", content == null ? "" : content);
    }

    private synchronized String body(String request) {
        String order = POLL.matcher(request).find() ? orders.poll() : null;
        if (order != null) {
            return order;
        }
        Matcher serial = SERIAL.matcher(request);
        return request.contains("options=all") && serial.find()
                ? "GET OPTION FROM: " + serial.group(1) + "\n" + options
                : "OK";
    }

    private static void say(Socket socket, String status, String body) throws IOException {
        String answer =
                "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        int wanted = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(in.readNBytes(wanted), StandardCharsets.ISO_8859_1);
    }
}
