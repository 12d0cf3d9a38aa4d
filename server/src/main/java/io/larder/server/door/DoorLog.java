package io.larder.server.door;

import io.larder.server.protocol.Wire;
import io.larder.server.record.Serial;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The one place where the door logs: one line for each request that was not served. A terminal
/// that repeats itself is one incident: the same line comes again after a minute, then after two,
/// four and so on up to an hour, with a count. What the box as a whole lacks (503) is one incident
/// for all terminals. Query strings are never written, they may carry passwords.
final class DoorLog {
    private static final long FIRST_NANOS = 60_000_000_000L;
    private static final long LONGEST_NANOS = 60 * FIRST_NANOS;
    private static final int UNAVAILABLE = 503;

    /// Incidents remembered; beyond that the oldest is forgotten and may be logged again.
    private static final int INCIDENTS = 256;

    /// A request line up to its query.
    private static final Pattern TARGET = Pattern.compile("[A-Za-z]{1,16} +(/|https?:)[^?]*");

    private static final int LONGEST_PATH = 200;
    private static final int FRAMES = 12;

    private record Incident(long since, long quietNanos, int repeated) {}

    private final System.Logger logger;
    private final LongSupplier nanos;
    private final Map<String, Incident> incidents =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
                    return size() > INCIDENTS;
                }
            };

    DoorLog(System.Logger logger, LongSupplier nanos) {
        this.logger = logger;
        this.nanos = nanos;
    }

    /// A request that was understood and not served.
    void refused(Wire.Request request, int status, String why) {
        String serial =
                request.query().text("SN").flatMap(Serial::read).map(Serial::text).orElse("-");
        String what = request.method() + " " + clean(request.path()) + " SN " + serial;
        refuse(request.peer(), what, status, why);
    }

    /// Bytes that were no request; `line` is the request line as far as it came.
    void refused(String peer, String line, int status, String why) {
        refuse(peer, target(line), status, why);
    }

    private void refuse(String peer, String what, int status, String why) {
        String said = status + " " + clean(why);
        if (status == UNAVAILABLE) {
            line(said, peer, what, said);
        } else {
            line(peer, what, said);
        }
    }

    /// A connection that was closed with a code of WebSocket.
    void closed(String peer, int code, String why) {
        line(peer, "connection", "closed " + code + ": " + clean(why));
    }

    /// A connection that ran out of time.
    void cut(String peer, String why) {
        line(peer, "connection", "cut: " + why);
    }

    /// A request that the handler failed on. Of the exception only its kind and place are written:
    /// its message may quote the query.
    void failed(Wire.Request request, Throwable failure) {
        failed(request.peer(), request.method() + " " + clean(request.path()), failure);
    }

    /// The same of a message.
    void failed(String peer, String what, Throwable failure) {
        String place =
                Arrays.stream(failure.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
        logger.log(
                Level.ERROR,
                () -> peer + " " + what + ": 500 " + failure.getClass().getName() + " at " + place);
    }

    private void line(String peer, String what, String why) {
        line(peer + " " + what + why, peer, what, why);
    }

    private void line(String incident, String peer, String what, String why) {
        int repeated = repeated(incident);
        if (repeated >= 0) {
            String again = repeated == 0 ? "" : " (and " + repeated + " times before)";
            logger.log(Level.WARNING, () -> peer + " " + what + ": " + why + again);
        }
    }

    /// How often the incident was kept quiet since it was last logged; -1 to keep quiet again.
    private synchronized int repeated(String incident) {
        long now = nanos.getAsLong();
        Incident known = incidents.get(incident);
        if (known != null && now - known.since < known.quietNanos) {
            incidents.put(
                    incident, new Incident(known.since, known.quietNanos, known.repeated + 1));
            return -1;
        }
        long quiet =
                known != null && known.repeated > 0
                        ? Math.min(2 * known.quietNanos, LONGEST_NANOS)
                        : FIRST_NANOS;
        incidents.remove(incident);
        incidents.put(incident, new Incident(now, quiet, 0));
        return known == null ? 0 : known.repeated;
    }

    /// Method and path of a request line. A line without a path may be anything, even a row with a
    /// password out of a body whose length was not announced.
    private static String target(String line) {
        Matcher matcher = TARGET.matcher(line);
        return matcher.lookingAt()
                ? clean(matcher.group())
                : "request line of " + line.length() + " bytes";
    }

    /// Printable and short: what a sender writes must not forge lines of the log.
    private static String clean(String text) {
        String shown = text.length() > LONGEST_PATH ? text.substring(0, LONGEST_PATH) + "…" : text;
        return shown.replaceAll("[\\x00-\\x1F\\x7F-\\x9F]", "?");
    }
}
