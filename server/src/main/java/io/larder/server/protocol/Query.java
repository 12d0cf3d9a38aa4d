package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parameters of a request target, read the way the terminals write them: names without case,
/// `+` stays a plus sign, only `%XX` is decoded, a malformed `%` stands for itself, bytes above
/// 0x7F survive. Sources: PROTOCOL.md 1.0.6, 1.0.8; traps T-007, T-127.
public final class Query {
    private record Parameter(String name, Bytes value) {}

    private final List<Parameter> parameters;

    private Query(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /// Reads the raw text behind the `?`, one character per byte.
    public static Query of(String raw) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : raw.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(decode(name).asLatin1().strip(), decode(value)));
            }
        }
        return new Query(parameters);
    }

    /// The names in the order sent.
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /// True when the parameter was sent, with or without a value.
    public boolean has(String name) {
        return bytes(name).isPresent();
    }

    /// The first value of `name` as bytes.
    public Optional<Bytes> bytes(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equalsIgnoreCase(name)) {
                return Optional.of(parameter.value);
            }
        }
        return Optional.empty();
    }

    /// The first value of `name` as text: UTF-8 when valid, else one character per byte. Trimmed,
    /// because terminals print `table= ATTLOG`.
    public Optional<String> text(String name) {
        return bytes(name).map(value -> utf8OrRaw(value).strip());
    }

    /// As [#text], `fallback` when it was not sent or is empty.
    public String text(String name, String fallback) {
        return text(name).filter(value -> !value.isEmpty()).orElse(fallback);
    }

    private static String utf8OrRaw(Bytes value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.toArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return value.asLatin1();
        }
    }

    /// The bytes that `raw` stands for, `%XX` decoded once.
    static Bytes decode(String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int high = c == '%' ? digit(raw, i + 1) : -1;
            int low = high < 0 ? -1 : digit(raw, i + 2);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(c);
            }
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static int digit(String raw, int index) {
        return index < raw.length() ? Character.digit(raw.charAt(index), 16) : -1;
    }
}
