package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Locale;

/// What came over the wire, before anyone asked what it means.
public final class Wire {
    private Wire() {}

    /// One HTTP request. `method` is in capitals. `target` is the raw request target as received
    /// (ISO-8859-1, undecoded, blanks and all), `path` its normalised path: no scheme and host, no
    /// doubled slash, no doubled `/iclock`, no trailing slash, no `.aspx`, in lower case. `peer` is
    /// the sender's address without port.
    public record Request(
            String method, String target, String path, Query query, Bytes body, String peer) {
        /// Reads `target` into path and query. Source: PROTOCOL.md 1.0.8, traps T-005, T-006,
        /// T-126.
        public static Request of(String method, String target, Bytes body, String peer) {
            String relative = relative(target);
            int mark = relative.indexOf('?');
            String path = mark < 0 ? relative : relative.substring(0, mark);
            Query query = Query.of(mark < 0 ? "" : relative.substring(mark + 1));
            return new Request(
                    method.toUpperCase(Locale.ROOT), target, normal(path), query, body, peer);
        }

        /// The same request with another body.
        public Request with(Bytes other) {
            return new Request(method, target, path, query, other, peer);
        }
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

    private static String normal(String path) {
        String lower = path.strip().toLowerCase(Locale.ROOT).replaceAll("/{2,}", "/");
        while (lower.startsWith("/iclock/iclock/")) {
            lower = lower.substring("/iclock".length());
        }
        String bare =
                lower.length() > 1 && lower.endsWith("/")
                        ? lower.substring(0, lower.length() - 1)
                        : lower;
        return bare.endsWith(".aspx") ? bare.substring(0, bare.length() - 5) : bare;
    }
}
