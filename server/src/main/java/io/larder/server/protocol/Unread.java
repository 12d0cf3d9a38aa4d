package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Bodies that are kept whole because nobody reads their table yet: one record of kind `unknown`
/// for each, told apart by its digest and by what the query says besides (whose photo it is).
/// Source: PROTOCOL.md 1.0.7, 2.1 "Backup tables".
public final class Unread {
    /// Parameters that say who sends, what, and how far it is: not part of what is said.
    private static final Set<String> ENVELOPE =
            Set.of("sn", "table", "stamp", "stampid", "opstamp", "photostamp");

    private Unread() {}

    /// The one row of such a body; no row for an empty body.
    public static List<Row> rows(String table, String reason, Wire.Request wire) {
        Bytes body = wire.body();
        if (body.isEmpty()) {
            return List.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", table);
        fields.put("reason", reason);
        String parameters = parameters(wire.query());
        if (!parameters.isEmpty()) {
            fields.put("parameters", parameters);
        }
        RecordKey key = new RecordKey(table, Sha256.hex(body), parameters, RecordKey.Rule.REVISED);
        return List.of(new Row.Read(new Record(Kind.UNKNOWN, key, fields, body)));
    }

    /// The reading of such an upload.
    public static Reading reading(
            Family family,
            String table,
            String reason,
            Wire.Request wire,
            List<Bookmark> bookmarks) {
        return new Reading(
                family, table, rows(table, reason, wire), bookmarks, Map.of(), List.of());
    }

    private static String parameters(Query query) {
        return query.names().stream()
                .filter(name -> !ENVELOPE.contains(name.toLowerCase(Locale.ROOT)))
                .distinct()
                .map(name -> name + "=" + query.text(name, ""))
                .collect(Collectors.joining("&"));
    }
}
