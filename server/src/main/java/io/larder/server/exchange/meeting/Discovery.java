package io.larder.server.exchange.meeting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Seal;
import io.larder.crypto.Secret;
import io.larder.server.json.Json;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminals;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells a terminal where its server is: here. The question is signed with a key that both know.
/// The answer has always status 200, what became of it stands in its code. Source: PROTOCOL.md 6.1.
public final class Discovery {
    private static final String PATH = "/v3/device/getbrokerserver";
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,15}");

    /// A name or address, and a port where it is not the usual one.
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");

    /// The port of TLS that an address leaves out.
    private static final int USUAL_TLS = 443;

    private final Terminals terminals;
    private final Seal seal;
    private final BoxClock clock;
    private final MeetingSettings settings;
    private final Nonces nonces =
            new Nonces(MeetingLimits.NONCES, MeetingLimits.TOLERANCE.multipliedBy(2).toMillis());

    public Discovery(Terminals terminals, Seal seal, BoxClock clock, MeetingSettings settings) {
        this.terminals = terminals;
        this.seal = seal;
        this.clock = clock;
        this.settings = settings;
    }

    /// The answer to a terminal that asks for its server; empty for every other request.
    public Optional<Answer> answer(Wire.Request wire) {
        return wire.path().equals(PATH) && wire.method().equals("GET")
                ? Optional.of(new Answer.Text(Bytes.utf8(Json.write(said(wire)))))
                : Optional.empty();
    }

    private Map<String, Object> said(Wire.Request wire) {
        return switch (asked(wire)) {
            case Said.Done(Map<String, ?> results) -> said(Message.SUCCESS, "success", results);
            case Said.Not(Fault fault, String why) -> said(fault.code(), why, Map.of());
            case Said.Over(Fault fault, String why) -> said(fault.code(), why, Map.of());
        };
    }

    private static Map<String, Object> said(String code, String note, Map<String, ?> results) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("code", code);
        said.put("message", note);
        if (!results.isEmpty()) {
            said.put("payload", Map.of("results", results));
        }
        return said;
    }

    private Said asked(Wire.Request wire) {
        Optional<Serial> serial = Sender.serial(wire);
        String nonce = wire.query().text("nonce", "");
        String type = wire.query().text("type", "");
        if (serial.isEmpty()) {
            return new Said.Not(Fault.WRONG_FIELD, "sn is missing or no serial number");
        }
        if (nonce.isEmpty() || nonce.length() > MeetingLimits.NONCE_LENGTH) {
            return new Said.Not(Fault.WRONG_FIELD, "nonce is missing or too long");
        }
        return late(wire.query())
                .or(() -> unsigned(serial.get(), nonce, wire.query()))
                .or(() -> repeated(serial.get(), nonce))
                .orElseGet(() -> place(type, wire.host()));
    }

    private Optional<Said> late(Query query) {
        String timestamp = query.text("timestamp", "");
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return Optional.of(
                    new Said.Not(Fault.WRONG_FIELD, "timestamp is no number of milliseconds"));
        }
        if (!clock.trusted()) {
            return Optional.of(
                    new Said.Not(Fault.TRY_AGAIN, "the clock of this box is not set yet"));
        }
        Instant said = Instant.ofEpochMilli(Long.parseLong(timestamp));
        Duration off = Duration.between(said, clock.now()).abs();
        return off.compareTo(MeetingLimits.TOLERANCE) > 0
                ? Optional.of(
                        new Said.Not(
                                Fault.STALE,
                                "timestamp is more than "
                                        + MeetingLimits.TOLERANCE.toMinutes()
                                        + " minutes off"))
                : Optional.empty();
    }

    private Optional<Said> unsigned(Serial serial, String nonce, Query query) {
        Optional<String> key = key(serial);
        if (key.isEmpty()) {
            return settings.required()
                    ? Optional.of(
                            new Said.Not(
                                    Fault.NOT_ADMITTED, "no secret key is known for this terminal"))
                    : Optional.empty();
        }
        String right = sign(serial.text(), nonce, query.text("timestamp", ""), key.get());
        String sign = query.text("sign", "").toLowerCase(Locale.ROOT);
        return MessageDigest.isEqual(right.getBytes(UTF_8), sign.getBytes(UTF_8))
                ? Optional.empty()
                : Optional.of(new Said.Not(Fault.WRONG_SECRET, "sign is wrong"));
    }

    private Optional<String> key(Serial serial) {
        return terminals
                .find(serial)
                .map(terminal -> terminal.facts().getOrDefault(Facts.BEST_SECRET_KEY, ""))
                .filter(sealed -> !sealed.isEmpty())
                .flatMap(seal::open)
                .or(() -> settings.secretKey().map(Secret::reveal));
    }

    /// What a question is signed with.
    static String sign(String serial, String nonce, String timestamp, String secretKey) {
        String text = serial + nonce + timestamp + secretKey;
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private Optional<Said> repeated(Serial serial, String nonce) {
        return switch (nonces.take(serial + " " + nonce, clock.monotonicMillis())) {
            case NEW -> Optional.empty();
            case REPEATED -> Optional.of(new Said.Not(Fault.STALE, "nonce was used before"));
            case NO_ROOM -> Optional.of(new Said.Not(Fault.TRY_AGAIN, "too many questions"));
        };
    }

    private Said place(String type, String host) {
        return switch (type) {
            case "push" -> place(settings.pushUrl(), "http", host, "");
            case "best-w" ->
                    settings.path().isEmpty()
                            ? notOffered(type)
                            : place(settings.webSocketUrl(), "ws", host, settings.path());
            case "best-t", "best-m", "best-a" -> notOffered(type);
            default -> new Said.Not(Fault.WRONG_FIELD, "there is no type " + type);
        };
    }

    private static Said notOffered(String type) {
        return new Said.Not(Fault.UNKNOWN_FUNCTION, "this box does not offer " + type);
    }

    /// What was set, else the address by which the terminal came, in TLS if it came in TLS.
    private Said place(String set, String scheme, String host, String path) {
        if (!set.isEmpty()) {
            return new Said.Done(Map.of("url", set));
        }
        Matcher address = HOST.matcher(host);
        if (!address.matches()) {
            return new Said.Not(Fault.WRONG_FIELD, "Host is missing or none");
        }
        String covered = isOfTls(address.group(1)) ? "s://" : "://";
        return new Said.Done(Map.of("url", scheme + covered + host + path));
    }

    /// Whether a port, null for the usual one, is that of TLS.
    private boolean isOfTls(@Nullable String port) {
        int asked = port == null ? USUAL_TLS : Integer.parseInt(port);
        return settings.tlsPort() > 0 && asked == settings.tlsPort();
    }
}
