package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells which file a terminal fetches, and which part of it.
///
/// ```
/// target = "/iclock/file/" path [ "?" whatever ]               path with %XX or bytes as they are
/// range  = "bytes=" ( first "-" [ last ] | "-" count )         last is included
/// ```
///
/// Sources: PROTOCOL.md 1.1 row 8, 3.6; traps T-088, T-126, T-127.
public final class Fetches {
    /// Where `PutFile file/x` makes a terminal look.
    private static final String BELOW = "/iclock/file/";

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /// No file is so long that its offsets need more digits.
    private static final int LONGEST_NUMBER = 18;

    private Fetches() {}

    /// True when `target` is a file's, the only kind of target that `HEAD` may name.
    public static boolean isFile(String target) {
        return isFile(Wire.Request.of("GET", target, Bytes.EMPTY, ""));
    }

    private static boolean isFile(Wire.Request wire) {
        return wire.path().startsWith(BELOW);
    }

    /// Empty when the path is no file's or the method neither `GET` nor `HEAD`. The range of a
    /// `HEAD` means nothing.
    public static Optional<Request> read(Wire.Request wire) {
        boolean headOnly = wire.method().equals("HEAD");
        if (!isFile(wire) || !(headOnly || wire.method().equals("GET"))) {
            return Optional.empty();
        }
        Bytes path = Query.decode(wire.rawPath().substring(BELOW.length()));
        Range range = headOnly ? new Range.Whole() : range(wire.range());
        return Optional.of(new Request.Fetch(Text.decode(path), headOnly, range));
    }

    /// What is not one range of bytes asks for nothing in particular: the whole file.
    private static Range range(String header) {
        Matcher range = RANGE.matcher(header);
        if (!range.matches() || header.endsWith("=-")) {
            return new Range.Whole();
        }
        if (range.group(1).isEmpty()) {
            return new Range.Last(number(range.group(2)));
        }
        long first = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        return first <= last ? new Range.Between(first, last) : new Range.Whole();
    }

    private static long number(String digits) {
        return digits.length() > LONGEST_NUMBER ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
