package io.larder.server.fuzz;

import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Draws changes of what somebody said: bytes of it, and what texts are made of: rows and fields,
/// `name=value`, lines of a head, values of JSON, numbers, and lengths that say how much follows.
public final class Changes {
    private static final String SPICE =
            "\t\t\n\n\r\0 &&==-+:./0123456789TZxIDSNC%{}[]\",\u00ff\u0081\u00e5\u00bc";

    /// What a field may hold instead.
    private static final List<String> VALUES =
            List.of(
                    "",
                    "0",
                    "-1",
                    "00000000000000000000",
                    "2147483648",
                    "-9223372036854775809",
                    "9223372036854775807",
                    "9007199254740992",
                    "99999999999999999999999999",
                    "1e9",
                    "0x10",
                    "NaN",
                    "%",
                    "%0",
                    "%00",
                    "%2e%2e%2f",
                    "../../../etc/passwd",
                    "0000-00-00 00:00:00",
                    "9999-12-31T23:59:60",
                    "2024-02-30 24:00:00",
                    "'; DROP TABLE command;--",
                    "\u00e5\u00bc\u00a0\u00ff",
                    "\u00ff\u00fe",
                    "Content=",
                    "ID=1&Return=0",
                    "chunked",
                    "ffffffff",
                    "x".repeat(300));

    /// What a value of JSON may be instead.
    private static final List<String> JSON =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e999",
                    "0.1",
                    "9223372036854775808",
                    "\"\"",
                    "\"\\ud800\"",
                    "\"\\u0000\\n\\t\"",
                    "\"\u00ff\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[\"x\"],{}]",
                    "{\"a\":{\"b\":[1]}}",
                    "[".repeat(40),
                    "1".repeat(400));

    private static final List<String> SEPARATORS =
            List.of("\n", "\t", "&", "=", ",", ":", " ", "\r\n\r\n", "\"", "/", "}", ";");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}");
    private static final Pattern JSON_VALUE =
            Pattern.compile("(?<=[:\\[,])\\s{0,2}(\"(?:[^\"\\\\]|\\\\.){0,200}\"|[\\w.+-]{1,30})");
    private static final Pattern LENGTH =
            Pattern.compile("(?i)(content-length:\\s?)(\\d{1,9})(?=\\s)");

    private static final long[] EDGES = {
        0,
        1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        -1,
        Long.MIN_VALUE,
        Long.MAX_VALUE
    };

    private static final int LONGEST = 100_000;

    private final Random random;

    /// Whose changes `random` decides.
    public Changes(Random random) {
        this.random = random;
    }

    /// An input, mostly wrong in a few places; `others` lend it parts of theirs.
    public byte[] changed(byte[] input, List<byte[]> others) {
        byte[] out = input;
        for (int i = random.nextInt(6); i > 0; i--) {
            out = random.nextInt(3) == 0 ? bytes(out) : text(out, pick(others));
        }
        return random.nextBoolean() ? measured(out) : out;
    }

    private byte[] text(byte[] input, byte[] other) {
        String text = Bytes.wrap(input).asLatin1();
        String changed =
                switch (random.nextInt(9)) {
                    case 0, 1, 2 -> parts(text, separator(text));
                    case 3 -> replaced(text, NUMBER, 0, pick(VALUES));
                    case 4 -> replaced(text, JSON_VALUE, 1, pick(JSON));
                    case 5 -> joined(text, Bytes.wrap(other).asLatin1());
                    case 6 -> text.substring(0, random.nextInt(text.length() + 1));
                    case 7 -> repeated(text, separator(text));
                    default -> spiced(text);
                };
        String kept = changed.length() > LONGEST ? changed.substring(0, LONGEST) : changed;
        return Bytes.latin1(kept).toArray();
    }

    private String separator(String text) {
        List<String> there = SEPARATORS.stream().filter(text::contains).toList();
        return there.isEmpty() ? "\n" : pick(there);
    }

    /// One part away, twice, elsewhere, or another.
    public String parts(String text, String separator) {
        List<String> parts =
                new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
        int at = random.nextInt(parts.size());
        switch (random.nextInt(4)) {
            case 0 -> parts.remove(at);
            case 1 -> parts.add(at, parts.get(random.nextInt(parts.size())));
            case 2 -> parts.add(random.nextInt(parts.size()), parts.remove(at));
            default -> parts.set(at, pick(VALUES));
        }
        return parts.stream().collect(Collectors.joining(separator));
    }

    /// A few letters more, or in place of others.
    public String spiced(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(out.length() + 1);
            out.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
            if (random.nextBoolean() && at + 1 < out.length()) {
                out.deleteCharAt(at + 1);
            }
        }
        return out.toString();
    }

    /// What a field may hold.
    public String value() {
        return pick(VALUES);
    }

    private String repeated(String text, String separator) {
        String[] parts = text.split(Pattern.quote(separator), -1);
        int at = random.nextInt(parts.length);
        int times = Math.min(1 + random.nextInt(200), 1 + LONGEST / (1 + parts[at].length()));
        parts[at] = (parts[at] + separator).repeat(times);
        return String.join(separator, parts);
    }

    private String joined(String text, String other) {
        int from = random.nextInt(other.length() + 1);
        return text.substring(0, random.nextInt(text.length() + 1)) + other.substring(from);
    }

    /// One of the places that `what` finds says `other`.
    private String replaced(String text, Pattern what, int group, String other) {
        List<MatchResult> places = what.matcher(text).results().limit(500).toList();
        if (places.isEmpty()) {
            return spiced(text);
        }
        MatchResult place = pick(places);
        return text.substring(0, place.start(group)) + other + text.substring(place.end(group));
    }

    /// A head says again how long the body behind it is, so that somebody reads on.
    private static byte[] measured(byte[] input) {
        String text = Bytes.wrap(input).asLatin1();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return input;
        }
        int body = text.length() - end - 4;
        String head = LENGTH.matcher(text.substring(0, end + 2)).replaceAll("$1" + body);
        return Bytes.latin1(head + text.substring(end + 2)).toArray();
    }

    /// Whatever it means: a bit, a byte, a number of several, or a stretch.
    private byte[] bytes(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(input.length);
        int end = Math.min(input.length, at + random.nextInt(20));
        byte[] out = input.clone();
        switch (random.nextInt(6)) {
            case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> out[at] = (byte) random.nextInt(256);
            case 2 -> number(out, at);
            case 3 -> out = spliced(input, at, at, input, at, end);
            case 4 -> out = spliced(input, at, end, input, 0, 0);
            default -> out = spliced(input, at, at, new byte[] {(byte) random.nextInt(256)}, 0, 1);
        }
        return out;
    }

    /// An edge of what a number of 2, 4 or 8 bytes can say, or nearly what stood there.
    private void number(byte[] out, int at) {
        int size = 2 << random.nextInt(3);
        long value = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
        boolean little = random.nextBoolean();
        for (int i = 0; i < size && at + i < out.length; i++) {
            out[at + i] = (byte) (value >>> (8 * (little ? i : size - 1 - i)));
        }
    }

    /// `input` with `from` to `to` of `other` in place of its own `at` to `end`.
    private static byte[] spliced(byte[] input, int at, int end, byte[] other, int from, int to) {
        byte[] out = new byte[input.length - (end - at) + (to - from)];
        System.arraycopy(input, 0, out, 0, at);
        System.arraycopy(other, from, out, at, to - from);
        System.arraycopy(input, end, out, at + to - from, input.length - end);
        return out;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
