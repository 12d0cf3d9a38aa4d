package io.larder.server.proof;

import io.larder.crypto.TerminalDigest;
import io.larder.server.door.RawWebSocket;
import io.larder.server.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// A meeting terminal at the door of a box in another process: one connection after the other, with
/// what it got when it logged in.
final class MeetingLine implements AutoCloseable {
    static final String PRODUCT = "5d9b11e1a3f448ae81f9f920e976d852";
    static final String SECRET = "devicekeySECRET4";

    private final int port;
    private final String serial;
    private final Map<String, String> shown = new HashMap<>();
    private RawWebSocket socket;
    private int mid;

    MeetingLine(int port, String serial) throws IOException {
        this.port = port;
        this.serial = serial;
        this.socket = RawWebSocket.open(port, "/best");
        shown.put("productId", PRODUCT);
        shown.put("devKey", TerminalDigest.ofDeviceKey(SECRET, PRODUCT));
    }

    void reconnect() throws IOException {
        socket.close();
        socket = RawWebSocket.open(port, "/best");
    }

    /// Asks and gives the answer.
    Map<String, Object> ask(String funcId, Map<String, ?> params) throws IOException {
        mid++;
        socket.say(
                Json.write(
                        Map.of(
                                "funcId",
                                funcId,
                                "sn",
                                serial,
                                "mid",
                                "m" + mid,
                                "payload",
                                Map.of("params", params))));
        return Json.read(socket.next().text());
    }

    String code(String funcId, Map<String, ?> params) throws IOException {
        return String.valueOf(ask(funcId, params).get("code"));
    }

    /// Asks again and again for as long as the box, which has just started, says to try again.
    private Map<String, Object> insist(String funcId, Map<String, ?> params) throws IOException {
        Map<String, Object> answer = ask(funcId, params);
        while ("S00E0005".equals(answer.get("code"))) {
            answer = ask(funcId, params);
        }
        return answer;
    }

    /// Shows its key and takes what it gets for it.
    void register() throws IOException {
        Map<String, String> params = new HashMap<>(shown);
        params.putAll(Map.of("protType", "best-w", "protVer", "1.0.0", "devType", "meet"));
        shown.put("authCode", result(ask("dev.register", params), "authCode"));
        shown.put("secret", result(ask("dev.accredit", shown), "secret"));
    }

    /// The last step of the log-in alone; gives the code of the answer.
    String logIn() throws IOException {
        return String.valueOf(insist("dev.login", shown).get("code"));
    }

    private static String result(Map<String, Object> answer, String name) throws IOException {
        if (answer.get("payload") instanceof Map<?, ?> payload
                && payload.get("results") instanceof Map<?, ?> results
                && results.get(name) instanceof String value) {
            return value;
        }
        throw new IOException("no " + name + " in " + answer);
    }

    /// The code with which the box ends the connection; 0 when it just breaks.
    int closed() throws IOException {
        return socket.closed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
