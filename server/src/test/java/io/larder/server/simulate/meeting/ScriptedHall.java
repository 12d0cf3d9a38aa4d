package io.larder.server.simulate.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.meeting.Values;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A meeting door as small as can be, which writes down every message and answers as PROTOCOL.md 6
/// says, unless it is told to refuse or to drop some. It also serves files.
final class ScriptedHall implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)Sec-WebSocket-Key: (\\S+)");
    private static final Pattern GET = Pattern.compile("^GET (\\S+) ");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /// A message as it came.
    ///
    /// @param sender serial number of who logged in on this connection
    /// @param frames in which it came
    record Message(String sender, String text, int opcode, int frames) {
        String funcId() {
            return Values.text(Json.read(text), "funcId");
        }

        Map<String, Object> params() {
            return Values.object(Values.object(Json.read(text), "payload"), "params");
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, AtomicInteger> refusals = new HashMap<>();
    private final Map<String, AtomicInteger> drops = new HashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final Map<String, Map<String, Object>> results = new HashMap<>();
    private final Map<String, byte[]> files = new HashMap<>();

    private boolean once;

    ScriptedHall() throws IOException {
        results.put("dev.register", Map.of("authCode", "a1"));
        results.put("dev.accredit", Map.of("secret", "s1"));
        results.put(
                "dev.report",
                Map.of(
                        "timezone", "+08:00",
                        "supportHeartbeat", "1",
                        "heartbeatInterval", "60",
                        "multiBioDataSupport", "0:1",
                        "multiBioPhotoSupport", "0:1",
                        "funcIds", List.of("dev.heartbeat")));
        results.put("dev.system.sync.time", Map.of("time", "2026-11-20T10:00:00+08:00"));
        Thread.ofVirtual().start(this::accept);
    }

    /// Refuses the next `times` messages of a kind.
    synchronized ScriptedHall refusing(String funcId, int times) {
        refusals.put(funcId, new AtomicInteger(times));
        return this;
    }

    /// Drops the connection instead of answering the next `times` messages of a kind.
    synchronized ScriptedHall dropping(String funcId, int times) {
        drops.put(funcId, new AtomicInteger(times));
        return this;
    }

    /// Sends these behind the answer to every report.
    synchronized ScriptedHall commanding(String... texts) {
        commands.addAll(List.of(texts));
        return this;
    }

    /// Sends them behind the first report only.
    synchronized ScriptedHall once() {
        once = true;
        return this;
    }

    /// Puts these into the answers to a kind of message.
    synchronized ScriptedHall answering(String funcId, Map<String, Object> with) {
        results.put(funcId, with);
        return this;
    }

    synchronized ScriptedHall serving(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/best");
    }

    String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    List<Message> messages(Predicate<String> funcId) {
        return messages().stream().filter(each -> funcId.test(each.funcId())).toList();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String head = head(in);
            Matcher key = KEY.matcher(head);
            if (key.find()) {
                socket.getOutputStream().write(welcome(key.group(1)));
                talk(in, socket.getOutputStream());
            } else {
                file(head, socket.getOutputStream());
            }
        } catch (IOException _) {
            // the terminal went away
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static byte[] welcome(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                            + Base64.getEncoder().encodeToString(digest)
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void file(String head, OutputStream out) throws IOException {
        Matcher get = GET.matcher(head);
        byte[] content = get.find() ? files.get(get.group(1)) : null;
        int length = content == null ? 0 : content.length;
        String status = content == null ? "404 Not Found" : "200 OK";
        out.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.write(content == null ? new byte[0] : content);
    }

    private void talk(DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int opcode = TEXT;
        int frames = 0;
        String sender = "";
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload(in);
            switch (first & 0x0F) {
                case CLOSE -> {
                    return;
                }
                case PING -> frame(out, PONG, payload);
                default -> {
                    opcode = (first & 0x0F) == 0 ? opcode : first & 0x0F;
                    frames++;
                    whole.writeBytes(payload);
                    if ((first & 0x80) != 0) {
                        String text = whole.toString(StandardCharsets.UTF_8);
                        String named = Values.text(Json.read(text), "sn");
                        sender = named.isEmpty() ? sender : named;
                        if (!answer(new Message(sender, text, opcode, frames), out)) {
                            return;
                        }
                        whole.reset();
                        frames = 0;
                    }
                }
            }
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private static void frame(OutputStream out, int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
    }

    /// False when the connection is to be dropped.
    private synchronized boolean answer(Message message, OutputStream out) throws IOException {
        messages.add(message);
        String funcId = message.funcId();
        if (funcId.equals("dev.cmd.response")) {
            return true;
        }
        if (due(drops, funcId)) {
            return false;
        }
        boolean refused = due(refusals, funcId);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("funcId", "cmd.dev.response");
        answer.put("code", refused ? "S00E0001" : "00000000");
        answer.put("message", refused ? "no" : "success");
        answer.put("mid", Values.text(Json.read(message.text()), "mid"));
        answer.put("payload", Map.of("results", results.getOrDefault(funcId, Map.of())));
        say(out, Json.write(answer));
        if (funcId.equals("dev.report")) {
            for (String command : commands) {
                say(out, command);
            }
            if (once) {
                commands.clear();
            }
        }
        return true;
    }

    private static void say(OutputStream out, String text) throws IOException {
        frame(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean due(Map<String, AtomicInteger> script, String funcId) {
        AtomicInteger left = script.get(funcId);
        return left != null && left.getAndDecrement() > 0;
    }
}
