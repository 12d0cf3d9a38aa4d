package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.TerminalDigest;
import io.larder.server.exchange.meeting.MeetingSession;
import io.larder.server.exchange.meeting.Reception;
import io.larder.server.exchange.meeting.Speaker;
import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.CipherSide;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A meeting terminal on one connection without a socket: what it asks, and what it is told.
public final class MeetingTerminal implements Speaker {
    static final String PRODUCT = "5d9b11e1a3f448ae81f9f920e976d852";
    static final String KEY = TerminalDigest.ofDeviceKey("123456", PRODUCT);

    private static final int PATIENCE_SECONDS = 30;

    private final MeetingSession session;
    private final String serial;
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile int closed;
    private int mid;
    private @Nullable CipherSide sealing;
    private long counter;
    private String authCode = "";
    private String secret = "";

    public MeetingTerminal(Reception reception, String serial) {
        this.serial = serial;
        this.session = reception.open("10.0.0.7", this);
    }

    /// The same terminal, on a new connection.
    public MeetingTerminal again(Reception reception) {
        MeetingTerminal again = new MeetingTerminal(reception, serial);
        again.authCode = authCode;
        again.secret = secret;
        again.mid = mid;
        return again;
    }

    @Override
    public boolean say(String text) {
        return closed == 0 && told.add(text);
    }

    @Override
    public boolean sayClosed(Bytes closedText) {
        return closed == 0
                && sealing != null
                && told.add(new String(sealing.open(closedText.toArray()).orElseThrow(), UTF_8));
    }

    @Override
    public void end(int closeCode, String why) {
        if (closed == 0) {
            closed = closeCode;
            session.closed();
        }
    }

    /// The code with which the box ended the connection; 0 while it has not.
    int closed() {
        return closed;
    }

    void hangUp() {
        session.closed();
    }

    void tick() {
        session.tick();
    }

    /// Says a text and gives what comes back.
    Map<String, Object> say(Bytes text) {
        session.heard(sealed(text));
        return hear();
    }

    /// Says something that is not answered.
    void tell(String text) {
        session.heard(sealed(Bytes.utf8(text)));
    }

    /// The same, not sealed.
    void tellInTheClear(String text) {
        tellInTheClear(Bytes.utf8(text));
    }

    void tellInTheClear(Bytes text) {
        session.heard(text);
    }

    /// It has heard all that it was told.
    void forget() {
        told.clear();
    }

    private Bytes sealed(Bytes text) {
        if (sealing == null) {
            return text;
        }
        CRC32 crc = new CRC32();
        crc.update(text.toArray());
        counter++;
        return Bytes.wrap(sealing.seal(counter, text.toArray(), (int) crc.getValue()));
    }

    /// Exchanges keys with the algorithms of `side`; all is sealed from here on.
    void exchangeKeys(CipherSide side) {
        String box = result(offer(side.publicKey()), "publicKey");
        Map<String, String> factor = Map.of("factor", side.factor(box));
        side.agree(result(introduce("device.exchange.factor", factor), "factor"), serial);
        sealing = side;
    }

    /// Offers a public key, again as long as the box has no fresh pair ready.
    Map<String, Object> offer(String publicKey) {
        Map<String, Object> answer;
        do {
            answer = introduce("device.exchange.publicKey", Map.of("publicKey", publicKey));
        } while ("no fresh key pair is ready".equals(answer.get("message")));
        return answer;
    }

    /// What the box says next.
    Map<String, Object> hear() {
        try {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("the box says nothing");
            }
            return Json.read(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// What it was told and has not heard yet.
    List<String> unheard() {
        return List.copyOf(told);
    }

    /// A message with the next id.
    String message(String funcId, Map<String, ?> params) {
        mid++;
        return Json.write(
                Map.of("funcId", funcId, "mid", "m" + mid, "payload", Map.of("params", params)));
    }

    /// Asks, and gives the whole answer.
    Map<String, Object> ask(String funcId, Map<String, ?> params) {
        return say(Bytes.utf8(message(funcId, params)));
    }

    /// Asks, and gives the code of the answer.
    public String code(String funcId, Map<String, ?> params) {
        return String.valueOf(ask(funcId, params).get("code"));
    }

    /// A message of the log-in, which names the terminal.
    Map<String, Object> introduce(String funcId, Map<String, ?> params) {
        mid++;
        return say(
                Bytes.utf8(
                        Json.write(
                                Map.of(
                                        "funcId",
                                        funcId,
                                        "sn",
                                        serial,
                                        "mid",
                                        "m" + mid,
                                        "payload",
                                        Map.of("params", params)))));
    }

    static Map<String, String> registration() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("protType", "best-w");
        params.put("protVer", "1.0.0");
        params.put("productId", PRODUCT);
        params.put("devKey", KEY);
        params.put("devType", "meet");
        return params;
    }

    /// What it shows at the later steps of the log-in.
    Map<String, String> shown(String... more) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("productId", PRODUCT);
        params.put("devKey", KEY);
        params.put("authCode", authCode);
        for (String each : more) {
            params.put("secret", each);
        }
        return params;
    }

    public Map<String, Object> register() {
        Map<String, Object> answer = introduce("dev.register", registration());
        authCode = result(answer, "authCode");
        return answer;
    }

    public Map<String, Object> accredit() {
        Map<String, Object> answer = introduce("dev.accredit", shown());
        secret = result(answer, "secret");
        return answer;
    }

    public Map<String, Object> logIn() {
        return introduce("dev.login", shown(secret));
    }

    /// All steps of the log-in; fails when one does.
    MeetingTerminal enter() {
        register();
        accredit();
        if (!"00000000".equals(logIn().get("code"))) {
            throw new AssertionError("the log-in was refused");
        }
        return this;
    }

    /// A member of the results of an answer; empty when there is none.
    static String result(Map<String, Object> answer, String name) {
        return answer.get("payload") instanceof Map<?, ?> payload
                        && payload.get("results") instanceof Map<?, ?> results
                        && results.get(name) != null
                ? String.valueOf(results.get(name))
                : "";
    }
}
