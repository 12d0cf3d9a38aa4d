package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Locale;

/// What came over the wire, before anyone asked what it means.
public final class Wire {
    private Wire() {}

    /// One HTTP request. `method` is in capitals. `target` is the raw request target as received
    /// (ISO-8859-1, undecoded, blanks and all), `path` its normalised path: no scheme and host, no
    /// doubled slash, no doubled `/iclock`, no trailing slash, no `.aspx`, in lower case. `peer` is
    /// the sender's address without port, `range` the one value of its `Range` header in small
    /// letters, empty when there is none or more than one, `host` the name and port by which the
    /// sender reached the box, empty when it did not say.
    public record Request(
            String method,
            String target,
            String path,
            Query query,
            Bytes body,
            String peer,
            String range,
            String host) {
        /// A request without a range.
        public static Request of(String method, String target, Bytes body, String peer) {
            return of(method, target, body, peer, "");
        }

        /// Reads `target` into path and query. Source: PROTOCOL.md 1.0.8, traps T-005, T-006,
        /// T-126.
        public static Request of(
                String method, String target, Bytes body, String peer, String range) {
            String relative = relative(target);
            int mark = relative.indexOf('?');
            return new Request(
                    method.toUpperCase(Locale.ROOT),
                    target,
                    normal(beforeQuery(relative)),
                    Query.of(mark < 0 ? "" : relative.substring(mark + 1)),
                    body,
                    peer,
                    range,
                    "");
        }

        /// The same request with another body.
        public Request with(Bytes other) {
            return new Request(method, target, path, query, other, peer, range, host);
        }

        /// The same request to a box that was reached by another name.
        public Request at(String other) {
            return new Request(method, target, path, query, body, peer, range, other);
        }

        /// The path as it was written, for names in which upper and lower case differ: undecoded,
        /// without scheme and host, doubled slash and doubled `/iclock`.
        public String rawPath() {
            return single(beforeQuery(relative(target)));
        }
    }

    private static String beforeQuery(String relative) {
        int mark = relative.indexOf('?');
        return mark < 0 ? relative : relative.substring(0, mark);
    }

    private static String relative(String target) {
        int scheme = target.indexOf("://");
        int mark = target.indexOf('?');
        if (scheme < 0 || (mark >= 0 && mark < scheme)) {
            return target;
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private static String single(String path) {
        String doubled = "/iclock/iclock/";
        String single = path.strip().replaceAll("/{2,}", "/");
        while (single.regionMatches(true, 0, doubled, 0, doubled.length())) {
            single = single.substring("/iclock".length());
        }
        return single;
    }

    private static String normal(String path) {
        String lower = single(path).toLowerCase(Locale.ROOT);
        String bare =
                lower.length() > 1 && lower.endsWith("/")
                        ? lower.substring(0, lower.length() - 1)
                        : lower;
        return bare.endsWith(".aspx") ? bare.substring(0, bare.length() - 5) : bare;
    }
}
